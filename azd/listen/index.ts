import { ProvisioningError } from '../failure';
import { connect } from '../host/client';
import type { Requests } from '../host/messages';
import { type Provider, serve } from '../host/stream';
import type { Launch } from '../config';
import type { Session } from '../session';
import { exitCodes } from '../../terminal/userError';
import type { Context } from './context';
import { destroy } from './destroy';
import { initialize } from './initialize';
import { deploy, type Opened, preview, state } from './operations';

/**
 * Is azd's provider `pulumi` until azd is gone.
 *
 * @param worker the program that runs Pulumi
 * @returns the exit code: azd has left without an answer, or has got all of them
 */
export async function listen(launch: Launch, worker: string): Promise<number> {
  // Once azd is gone, whatever is written there fails.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (!launch.host) throw startedByHand();
  const host = connect(launch.host);
  const unanswered = await serve(host, 'pulumi', pulumiProvider({ host, launch, worker }));
  return unanswered === 0 ? exitCodes.done : exitCodes.interrupted;
}

function pulumiProvider(context: Context): Provider {
  let layer: string | undefined;
  let opening: Promise<Session> | undefined;
  const opened = async (): Promise<Opened> => {
    if (!opening) throw new Error('azd asks before it has initialized the provider.');
    return { session: await opening, context };
  };
  const open = async (request: Requests['initialize']['request']) => {
    const name = request.options?.name ?? '';
    layer ??= name;
    if (name !== layer) throw secondLayer([layer, name]);
    // One after the other: the second finds what the first has asked and kept.
    const before = opening?.catch(() => undefined);
    opening = Promise.resolve(before).then(() => initialize(request, context));
    await opening;
    return {};
  };
  return {
    initialize: open,
    deploy: async (_, progress) => deploy(await opened(), progress),
    preview: async (_, progress) => preview(await opened(), progress),
    destroy: async (request, progress) => destroy(request, await opened(), progress),
    state: async (_, progress) => state(await opened(), progress),
    ensure_env: nothing,
    parameters: nothing,
    planned_outputs: nothing,
  };
}

function nothing(): Promise<object> {
  return Promise.resolve({});
}

/** Requests do not say which layer they are for. */
function secondLayer(names: readonly string[]): ProvisioningError {
  return new ProvisioningError({
    code: 'second_layer',
    category: 'validation',
    message: `azure.yaml has several layers (${names.join(', ')}), and this extension provisions exactly one.`,
    suggestion: 'Declare all resources in one Pulumi program, without infra.layers.',
  });
}

function startedByHand(): ProvisioningError {
  return new ProvisioningError({
    code: 'started_by_hand',
    category: 'user',
    message: 'Only azd starts this: it says where it listens.',
    suggestion: 'Run azd up, or azd pulumi --help.',
  });
}
