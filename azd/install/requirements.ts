import { UserError } from '../../terminal/userError';
import { oldest } from '../extension';
import type { Run } from './command';

interface Requirement {
  name: string;
  /** What prints its version. */
  command: [program: string, ...args: string[]];
  oldest: string;
  from: string;
}

const requirements: readonly Requirement[] = [
  {
    name: 'azd',
    command: ['azd', 'version'],
    oldest: oldest.azd,
    from: 'https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd',
  },
  {
    name: 'Pulumi',
    command: ['pulumi', 'version'],
    oldest: oldest.pulumi,
    from: 'https://www.pulumi.com/docs/install/',
  },
  { name: 'Node.js', command: ['node', '--version'], oldest: oldest.node, from: 'https://nodejs.org' },
];

/** @throws UserError with a sentence for each program that is missing or too old */
export async function checkRequirements(run: Run): Promise<void> {
  const mistakes = await Promise.all(requirements.map((requirement) => mistakeOf(requirement, run)));
  const found = mistakes.filter((mistake) => mistake !== undefined);
  if (found.length > 0) throw new UserError(found.join('\n'));
}

async function mistakeOf({ name, command, oldest, from }: Requirement, run: Run): Promise<string | undefined> {
  const wanted = `Install version ${oldest} or newer: ${from}`;
  const [program, ...args] = command;
  const finished = await run(program, args).catch(() => undefined);
  if (finished === undefined) return `${name} is not on the PATH. ${wanted}`;
  const version = /\d+\.\d+\.\d+\S*/.exec(finished.stdout)?.[0];
  if (version === undefined) return `${name} does not tell its version: ${finished.output}. ${wanted}`;
  return isOlder(version, oldest) ? `${name} ${version} is too old. ${wanted}` : undefined;
}

function isOlder(version: string, limit: string): boolean {
  // A build from source; azd takes its own as newest, too.
  if (version.startsWith('0.0.0-')) return false;
  return version.localeCompare(limit, 'en', { numeric: true }) < 0;
}
