import type { Progress } from '../host/progress';
import type { DeployResponse, Requests } from '../host/messages';
import type { Session } from '../session';
import type { Context } from './context';
import { finishRunning, settle } from './leftOver';
import { toOutputs } from './outputs';
import { readOutputs } from './stack';
import { run } from './worker';

/** One environment that is open, and what an answer has at hand. */
export interface Opened {
  session: Session;
  context: Context;
}

/** Runs the program and brings Azure to what it says. */
export async function deploy({ session, context }: Opened, progress: Progress): Promise<DeployResponse> {
  await settle(session, context, progress);
  progress(`starting Pulumi for ${session.stack}`);
  const task = { kind: 'up', settings: session.values } as const;
  const { outputs, unchanged } = await run({ task, session, worker: context.worker }, progress);
  const { ARM_TENANT_ID: tenant } = session.variables;
  return {
    result: {
      deployment: { outputs: toOutputs({ ...(tenant ? { AZURE_TENANT_ID: tenant } : {}), ...outputs }) },
      skipped_reason: unchanged
        ? 'PROVISIONING_SKIPPED_REASON_DEPLOYMENT_STATE'
        : 'PROVISIONING_SKIPPED_REASON_UNSPECIFIED',
    },
  };
}

/** Runs the program and says what a deployment would change. */
export async function preview(
  { session, context }: Opened,
  progress: Progress,
): Promise<Requests['preview']['response']> {
  await finishRunning(session, progress);
  progress(`starting Pulumi for ${session.stack}`);
  const { rows } = await run({ task: { kind: 'preview' }, session, worker: context.worker }, progress);
  const changes = rows.map(({ change, type, name }) => ({ change_type: change, resource_type: type, name }));
  return { result: { preview: { summary: '', changes } } };
}

/** The outputs of last time, or of what still goes on: the program does not run, nobody is asked. */
export async function state({ session }: Opened, progress: Progress): Promise<Requests['state']['response']> {
  await finishRunning(session, progress);
  return { state_result: { state: { outputs: toOutputs(await readOutputs(session)) } } };
}
