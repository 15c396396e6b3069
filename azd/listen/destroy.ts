import { setTimeout as delay } from 'node:timers/promises';
import { ProvisioningError } from '../failure';
import type { Requests } from '../host/messages';
import { leastMs, type Progress } from '../host/progress';
import { softDeletedType } from '../pulumi/softDeletedTypes';
import { settle } from './leftOver';
import type { Opened } from './operations';
import { type Inventory, takeInventory } from './stack';
import { run } from './worker';

/** They say where the environment is, and stay true. */
const kept: readonly string[] = ['AZURE_SUBSCRIPTION_ID', 'AZURE_LOCATION', 'AZURE_ENV_NAME'];

/** Deletes all that the stack holds; the stack itself and azd's environment stay. */
export async function destroy(
  { options }: Requests['destroy']['request'],
  opened: Opened,
  progress: Progress,
): Promise<Requests['destroy']['response']> {
  const { session, context } = opened;
  const { force = false, purge = false } = options ?? {};
  if (!force && context.launch.noPrompt) throw unasked();
  await settle(session, context, progress);
  const inventory = await takeInventory(session);
  // What an earlier one has left soft-deleted can still be purged.
  if (!inventory || (inventory.count === 0 && !purge)) return { result: { invalidated_env_keys: [] } };
  if (!force) await confirm(question(inventory, { stack: session.stack, purge }), opened);
  progress(`starting Pulumi for ${session.stack}`);
  const { outputs, purged } = await run(
    { task: { kind: 'destroy', purge }, session, worker: context.worker },
    progress,
  );
  if (purged.length > 0) await say(`removed for good: ${purged.join(', ')}`, progress);
  return { result: { invalidated_env_keys: outputs.filter((name) => !kept.includes(name)) } };
}

function question({ count, types }: Inventory, { stack, purge }: { stack: string; purge: boolean }): string {
  if (count === 0) return `Remove for good what Azure still keeps of ${stack}?`;
  const names = [...new Set(types.flatMap((type) => softDeletedType(type)?.title ?? []))].join(' and ');
  const remains =
    names === '' || purge
      ? ''
      : ` For 48 hours Azure keeps ${names}, soft-deleted, and the name taken; azd down --purge removes it for good.`;
  return `Delete all ${count} resources of ${stack}?${remains}`;
}

async function confirm(message: string, { context }: Opened): Promise<void> {
  const { value } = await context.host.call('PromptService.Confirm', { options: { message, default_value: false } });
  if (value) return;
  throw new ProvisioningError({
    code: 'declined',
    category: 'user',
    message: 'You said no: nothing was deleted.',
    suggestion: 'To delete it without a question: azd down --force',
  });
}

/** azd answers a question that nobody sees with its default. */
function unasked(): ProvisioningError {
  return new ProvisioningError({
    code: 'unconfirmed',
    category: 'user',
    message: 'Nobody can be asked whether everything may be deleted.',
    suggestion: 'To delete it without a question, use --force: azd down --force',
  });
}

/** Says something that is not lost, though it follows another line and the answer follows it. */
async function say(line: string, progress: Progress): Promise<void> {
  await delay(leastMs);
  progress(line);
  await delay(leastMs);
}
