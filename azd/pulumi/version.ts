import { ProvisioningError } from '../failure';
import { isOlder, programs, versionIn } from '../programs';

/**
 * @param text what `pulumi version` prints: `v3.276.0`
 * @throws ProvisioningError for a version that is too old
 */
export function requireVersion(text: string): void {
  const { oldest, from } = programs.pulumi;
  const found = versionIn(text);
  if (found !== undefined && !isOlder(found, oldest)) return;
  throw new ProvisioningError({
    code: 'pulumi_too_old',
    category: 'compatibility',
    message: `The Pulumi CLI on the PATH is ${text.trim()}; this needs ${oldest} or a newer one.`,
    suggestion: `Get a newer one: ${from}`,
  });
}
