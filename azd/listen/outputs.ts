import { ProvisioningError } from '../failure';
import type { Outputs } from '../host/messages';

/** What azd's environment does not bear. */
interface Refusal {
  code: string;
  applies: (name: string, value: string) => boolean;
  why: string;
  suggestion: string;
}

const refusals: readonly Refusal[] = [
  {
    code: 'unreadable_output',
    applies: (_, value) => /["\\]$/.test(value),
    why: "an output that ends in a quotation mark or a backslash makes azd's environment unreadable.",
    suggestion: 'Give the output another ending in the program',
  },
  {
    code: 'unreadable_output',
    applies: (name) => !/^[A-Za-z_]\w*$/.test(name),
    why: "an output whose name is no name of a variable makes azd's environment unreadable.",
    suggestion: 'Take letters, digits and _ alone for the name of the output in the program',
  },
  {
    // The environment's values count more than those of the terminal. Windows takes no notice of capitals.
    code: 'reserved_output',
    applies: (name) => /^(?:(?:PATH|NODE_OPTIONS|ALLOW_REPLACE)$|PULUMI_|ARM_|AZD_)/i.test(name),
    why: "an output of that name would change how the next deployment runs, for it becomes a variable of azd's environment.",
    suggestion: 'Give the output another name in the program',
  },
];

/**
 * Outputs as azd's environment bears them.
 *
 * @throws ProvisioningError for values and names that azd writes into a file that it cannot read again, and for names that
 * mean something to azd, Pulumi or Node
 */
export function toOutputs(values: Readonly<Record<string, string>>): Outputs {
  const entries = Object.entries(values);
  for (const refusal of refusals) {
    const names = entries.filter(([name, value]) => refusal.applies(name, value)).map(([name]) => name);
    if (names.length > 0) throw refused(names, refusal);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, { type: 'string', value }]));
}

function refused(names: readonly string[], { code, why, suggestion }: Refusal): ProvisioningError {
  return new ProvisioningError({
    code,
    category: 'validation',
    message: `${names.join(', ')}: ${why} The resources themselves are deployed.`,
    suggestion: `${suggestion}, then run azd provision again.`,
  });
}
