import { ProvisioningError } from '../failure';

/** With less, the Automation API and the CLI do not understand each other's events. */
const least = [3, 270] as const;

/**
 * @param text what `pulumi version` prints: `v3.276.0`
 * @throws ProvisioningError for a version that is too old
 */
export function requireVersion(text: string): void {
  const [, major, minor] = /v?(\d+)\.(\d+)\.\d+/.exec(text) ?? [];
  const [found, wanted] = [Number(major) * 1e6 + Number(minor), least[0] * 1e6 + least[1]];
  if (major !== undefined && found >= wanted) return;
  throw new ProvisioningError({
    code: 'pulumi_too_old',
    category: 'compatibility',
    message: `The Pulumi CLI on the PATH is ${text.trim()}; this needs ${least.join('.')} or a newer one.`,
    suggestion: 'Get a newer one: https://www.pulumi.com/docs/install/',
  });
}
