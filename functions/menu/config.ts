import { readGatewaySecret } from '../gatewaySecret';

interface Config {
  gatewaySecret: string | undefined;
}

/** Reads the app's settings. Throws an error that says what is wrong with them. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const mistakes: string[] = [];
  const gatewaySecret = readGatewaySecret(env, mistakes);
  if (mistakes.length > 0) throw new Error(`The menu app cannot start. ${mistakes.join(' ')}`);
  return Object.freeze({ gatewaySecret });
}
