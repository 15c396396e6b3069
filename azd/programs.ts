/** A program of somebody else's without which nothing works here. */
export interface Program {
  name: string;
  /** What prints its version. */
  command: readonly [program: string, argument: string];
  /** The oldest version that does all of what is used here. */
  oldest: string;
  from: string;
}

export const programs = {
  azd: {
    name: 'azd',
    command: ['azd', 'version'],
    // The first whose `azd env refresh` starts the extension.
    oldest: '1.28.0',
    from: 'https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd',
  },
  pulumi: {
    name: 'Pulumi',
    command: ['pulumi', 'version'],
    oldest: '3.270.0',
    from: 'https://www.pulumi.com/docs/install/',
  },
  node: {
    name: 'Node.js',
    command: ['node', '--version'],
    // For the extension, which takes the one on the PATH of azd.
    oldest: '20.0.0',
    from: 'https://nodejs.org',
  },
} as const satisfies Record<string, Program>;

/** The version in what a program prints about itself. */
export function versionIn(text: string): string | undefined {
  return /\d+\.\d+\.\d+\S*/.exec(text)?.[0];
}

export function isOlder(version: string, limit: string): boolean {
  // A build from source; azd takes its own as newest, too.
  if (version.startsWith('0.0.0-')) return false;
  return version.localeCompare(limit, 'en', { numeric: true }) < 0;
}
