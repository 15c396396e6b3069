import { createHash, timingSafeEqual } from 'node:crypto';

/** The setting by which an app knows the gateway; an app without it answers everybody. */
export interface GatewaySettings {
  GATEWAY_SECRET: string;
}

/** The header in which the gateway sends the secret. The definition of the gateway has to name the same one. */
export const gatewaySecretHeader = 'Gateway-Secret';

const setting = 'GATEWAY_SECRET' satisfies keyof GatewaySettings;

/** The secret of an app, undefined where there is none. A malformed one adds a sentence, which does not repeat it. */
export function readGatewaySecret(env: NodeJS.ProcessEnv, mistakes: string[]): string | undefined {
  const secret = env[setting];
  if (secret !== undefined && !/^[A-Za-z0-9]{32,}$/.test(secret)) {
    mistakes.push(`${setting} must be 32 letters and digits or more; without it the app answers everybody.`);
  }
  return secret;
}

/**
 * Makes the function that tells whether a request comes from the gateway by what it carries in
 * {@link gatewaySecretHeader}. It takes the same time for every wrong text, because digests have one length. Without a
 * secret every request is welcome.
 */
export function createGatewayCheck(secret: string | undefined): (presented: string | null | undefined) => boolean {
  if (secret === undefined) return () => true;
  const expected = digest(secret);
  return (presented) => timingSafeEqual(digest(presented ?? ''), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
