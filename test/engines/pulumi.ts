import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../terminal/userError';

/** Built by Go from the module beside this file, which pins its version. */
const built = join(
  __dirname,
  '../../node_modules/.cache/engines',
  `pulumi${process.platform === 'win32' ? '.exe' : ''}`,
);
const program = 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi';

/** The Pulumi CLI on the `PATH`, or else the one that was built here before. */
export function findPulumi(): string | undefined {
  if (runs('pulumi', 'version')) return 'pulumi';
  return existsSync(built) ? built : undefined;
}

/**
 * Builds the Pulumi CLI, which takes minutes the first time.
 *
 * @throws UserError when there is no Go to build it with
 */
export function buildPulumi(): string {
  if (!runs('go', 'version')) {
    throw new UserError(
      'There is no Pulumi CLI on the PATH, and no Go to build it with. Install one of them: ' +
        'https://www.pulumi.com/docs/install/ or https://go.dev/doc/install',
    );
  }
  // The Automation API asks for the version, which a plain build does not know.
  const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pinnedVersion()}`;
  execFileSync('go', ['build', '-o', built, '-ldflags', version, program], { cwd: __dirname, stdio: 'inherit' });
  return built;
}

function pinnedVersion(): string {
  const module = readFileSync(join(__dirname, 'go.mod'), 'utf8');
  const [, version] = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 (v\S+)/m.exec(module) ?? [];
  if (version === undefined) throw new Error('test/engines/go.mod pins no Pulumi CLI.');
  return version;
}

function runs(command: string, argument: string): boolean {
  return spawnSync(command, [argument]).status === 0;
}
