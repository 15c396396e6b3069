import { LocalWorkspace, type Stack } from '@pulumi/pulumi/automation';
import type { Job } from '../job';

/**
 * The stack of a job: made where it is not there yet, if there is to be something in it. The environment of this process says
 * where it is kept.
 *
 * @throws StackNotFoundError
 */
export function openStack({ kind, stack, folder, secretsProvider }: Job): Promise<Stack> {
  const program = { stackName: stack, workDir: folder };
  if (kind === 'up' || kind === 'preview') return LocalWorkspace.createOrSelectStack(program, { secretsProvider });
  return LocalWorkspace.selectStack(program);
}

/** Everything that Pulumi says goes into the log, which is where this process writes to. */
export const toLog = {
  color: 'never',
  onOutput: (text: string) => process.stdout.write(text),
  onError: (text: string) => process.stderr.write(text),
} as const;
