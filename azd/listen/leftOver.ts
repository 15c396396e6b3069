import { ProvisioningError } from '../failure';
import type { Ending } from '../job';
import { readOperation } from '../operation';
import { pendingCreations } from '../pulumi/pending';
import { offersRepair, repairArguments } from '../repair';
import type { Progress } from '../host/progress';
import type { Session } from '../session';
import type { Context } from './context';
import { whileFinishing } from './lines';
import { takeInventory } from './stack';
import { watch } from './watch';
import { run } from './worker';

/**
 * Deals with what earlier operations have left: waits for one that still goes on, and mends what one that was killed has
 * torn, if the person agrees. Where nobody can be asked, azd takes the default answer, which is yes.
 *
 * @throws ProvisioningError when the person declines or the stack cannot be mended
 */
export async function settle(session: Session, { host, worker }: Context, progress: Progress): Promise<void> {
  const ending = await finishRunning(session, progress);
  const torn = ending?.outcome === 'failed' && ending.torn;
  const pending = await pendingCreations(session);
  if (pending.length === 0 && !(torn && (await isMendable(session)))) return;
  // Where the project has none, nothing is asked.
  repairArguments(session);
  const what = pending.length > 0 ? `: ${pending.join(', ')}` : '';
  const { value } = await host.call('PromptService.Confirm', {
    options: {
      message: `The last operation on ${session.stack} was killed; Azure may have what Pulumi does not know of${what}. Repair the stack now?`,
      default_value: true,
    },
  });
  if (!value) throw declined(session);
  await run({ task: { kind: 'repair' }, session, worker }, progress);
}

/** How the last operation has ended, once it has; undefined where there was none. */
export function finishRunning({ record, stack }: Session, progress: Progress): Promise<Ending | undefined> {
  const operation = readOperation(record);
  if (!operation) return Promise.resolve(undefined);
  const { kind, log, pid } = operation;
  return watch({ kind, record, log, stack, pid }, (running) => {
    progress(whileFinishing(running));
  });
}

/** Without a repair of its own a project goes on, and fails with a sentence where something is in the way. */
async function isMendable(session: Session): Promise<boolean> {
  if (!offersRepair(session)) return false;
  const inventory = await takeInventory(session);
  return inventory !== undefined && inventory.count > 0;
}

function declined({ stack }: Session): ProvisioningError {
  return new ProvisioningError({
    code: 'repair_declined',
    category: 'user',
    message: `The stack ${stack} stays as it is: not in order.`,
    suggestion: 'Repair it when you are ready: azd pulumi repair',
  });
}
