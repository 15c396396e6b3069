import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isObject } from '../gateway/json';
import { ProvisioningError } from './failure';
import type { Target } from './pulumi/cli';

/** Whether the project can mend its stacks: whether its package.json has a script `repair`. */
export function offersRepair({ folder }: Target): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isObject(manifest) && isObject(manifest.scripts) && typeof manifest.scripts.repair === 'string';
}

/**
 * The arguments of npm that mend a stack: the project's own script `repair`.
 *
 * @throws ProvisioningError that names Pulumi's commands where the project has no such script
 */
export function repairArguments(target: Target): string[] {
  const { stack } = target;
  if (offersRepair(target)) return ['run', '--silent', 'repair', '--', '--stack', stack];
  throw new ProvisioningError({
    code: 'no_repair',
    category: 'user',
    message:
      `An earlier deployment of ${stack} was killed. Its package.json has no script named repair, so a person has to ` +
      'compare the stack with what the cloud has.',
    suggestion:
      'azd pulumi cancel frees the lock, azd pulumi refresh settles what was being changed or deleted. ' +
      'For each resource that exists already: pulumi import <type> <name> <id>.',
  });
}

/**
 * Mends a stack whose deployment was killed, without a terminal.
 *
 * @throws ProvisioningError with the script's own sentence when it cannot, or as {@link repairArguments} does
 */
export async function runRepair(target: Target): Promise<void> {
  const { folder, stack, variables } = target;
  const args = repairArguments(target);
  try {
    await promisify(execFile)('npm', args, {
      cwd: folder,
      env: variables,
      maxBuffer: 64 * 1024 * 1024,
      // npm is a .cmd there, which only a shell starts. No argument of ours needs to be quoted.
      shell: process.platform === 'win32',
    });
  } catch (cause) {
    throw new ProvisioningError(
      {
        code: 'repair_failed',
        category: 'user',
        message: `The stack ${stack} could not be mended: ${sentenceOf(cause)}`,
        suggestion: 'When that is settled: azd pulumi repair, then azd provision.',
      },
      cause,
    );
  }
}

function sentenceOf(error: unknown): string {
  const said = isObject(error) && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return said || (error instanceof Error ? error.message : String(error));
}
