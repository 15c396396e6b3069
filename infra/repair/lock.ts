import { hostname } from 'node:os';
import { UserError } from '../../terminal/userError';
import { PulumiFailure, pulumi } from './pulumi';

interface Owner {
  user: string;
  host: string;
  pid: number;
}

/**
 * Takes the lock away from a `pulumi` that is dead, when a command found the stack locked.
 *
 * @returns when the command may be repeated
 * @throws UserError when the owner lives or may live, or when there is no lock: then the failure itself
 */
export async function breakLock(stack: string, failure: unknown): Promise<void> {
  if (!(failure instanceof PulumiFailure)) throw failure;
  const owners = ownersIn(failure.message);
  if (owners.length === 0) throw failure;
  const owner = owners.find((one) => one.host !== hostname() || isAlive(one.pid));
  if (owner) {
    throw new UserError(
      `The stack is locked by process ${owner.pid} of ${owner.user} on ${owner.host}: wait for its end. ` +
        'If it is no pulumi any more, run pulumi cancel, then this again.',
    );
  }
  await pulumi(['cancel', '--yes'], stack);
}

/** Every backend but Pulumi Cloud names them: `created by user@host (pid 12) at …`. */
export function ownersIn(message: string): Owner[] {
  const found = message.matchAll(/created by ([^@\n]*)@(\S+) \(pid (\d+)\)/g);
  return Array.from(found, ([, user = '', host = '', pid]) => ({ user, host, pid: Number(pid) }));
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 only asks whether there is such a process.
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
