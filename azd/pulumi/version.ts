import { oldest } from '../extension';
import { ProvisioningError } from '../failure';

/**
 * @param text what `pulumi version` prints: `v3.276.0`
 * @throws ProvisioningError for a version that is too old
 */
export function requireVersion(text: string): void {
  const found = /\d+\.\d+\.\d+/.exec(text)?.[0];
  if (found !== undefined && found.localeCompare(oldest.pulumi, 'en', { numeric: true }) >= 0) return;
  throw new ProvisioningError({
    code: 'pulumi_too_old',
    category: 'compatibility',
    message: `The Pulumi CLI on the PATH is ${text.trim()}; this needs ${oldest.pulumi} or a newer one.`,
    suggestion: 'Get a newer one: https://www.pulumi.com/docs/install/',
  });
}
