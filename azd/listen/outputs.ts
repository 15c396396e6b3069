import { ProvisioningError } from '../failure';
import type { Outputs } from '../host/messages';

/**
 * Outputs as azd's environment bears them.
 *
 * @throws ProvisioningError for a value that ends in `"` or `\`: azd writes it into a file that it cannot read again
 */
export function toOutputs(values: Readonly<Record<string, string>>): Outputs {
  const broken = Object.keys(values).filter((name) => /["\\]$/.test(values[name] ?? ''));
  if (broken.length > 0) throw unreadable(broken);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type: 'string', value }]));
}

function unreadable(names: readonly string[]): ProvisioningError {
  return new ProvisioningError({
    code: 'unreadable_output',
    category: 'validation',
    message: `${names.join(', ')}: an output that ends in a quotation mark or a backslash makes azd's environment unreadable. The resources themselves are deployed.`,
    suggestion: 'Give the output another ending in the program, then run azd provision again.',
  });
}
