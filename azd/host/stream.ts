import { status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { ProvisioningError } from '../failure';
import type { Host } from './client';
import { toExtensionError } from './failures';
import type { Envelope, RequestKind, Requests } from './messages';
import { type Progress, throttle } from './progress';

/** What answers each of azd's requests. */
export type Provider = {
  [Kind in RequestKind]: (
    request: Requests[Kind]['request'],
    progress: Progress,
  ) => Promise<Requests[Kind]['response']>;
};

/** How the end of azd looks, be it done, killed or interrupted: it says no goodbye. */
const goodbyes: readonly number[] = [status.OK, status.CANCELLED, status.UNAVAILABLE];

/**
 * Offers a provider to azd and answers until azd is gone.
 *
 * @param name the `infra.provider` of azure.yaml
 * @returns how many requests azd has left without waiting for their answers
 * @throws ProvisioningError when azd does not take the provider; azd has been told why
 */
export async function serve(host: Host, name: string, provider: Provider): Promise<number> {
  const stream = host.openStream();
  const registration = randomUUID();
  let open = 0;
  const answer = async (envelope: Envelope) => {
    open += 1;
    stream.write(await answerTo(envelope, provider, stream));
    open -= 1;
  };
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (envelope: Envelope) => {
      const step = envelope.request_id === registration ? registered(host, envelope) : answer(envelope);
      step.catch(reject);
    });
    stream.on('end', resolve);
    stream.on('error', (error: ServiceError) => {
      if (goodbyes.includes(error.code)) resolve();
      else reject(refused(error.details));
    });
    stream.write({ request_id: registration, register_provisioning_provider_request: { name } });
  });
  return open;
}

/** azd counts an extension as started when it says so, and only after the answer to its registration. */
async function registered(host: Host, { error }: Envelope): Promise<void> {
  if (!error) {
    await host.call('ExtensionService.Ready', {});
    return;
  }
  const refusal = refused(error.message);
  await host.call('ExtensionService.ReportError', { error: toExtensionError(refusal) });
  throw refusal;
}

async function answerTo(
  { request_id, message_type = '', ...bodies }: Envelope,
  provider: Provider,
  stream: ClientDuplexStream<Envelope, Envelope>,
): Promise<Envelope> {
  const progress = throttle((message) => {
    stream.write({ request_id, progress_message: { request_id, message, timestamp: Date.now() } });
  });
  try {
    const kind = kindOf(message_type, provider);
    // Decoded by azd.proto, which Requests repeats.
    const handle = provider[kind] as (request: unknown, progress: Progress) => Promise<object>;
    return { request_id, [`${kind}_response`]: await handle(bodies[message_type], progress) };
  } catch (error) {
    return { request_id, error: toExtensionError(error) };
  }
}

function kindOf(messageType: string, provider: Provider): RequestKind {
  const kind = messageType.replace(/_request$/, '');
  if (Object.hasOwn(provider, kind)) return kind as RequestKind;
  throw new ProvisioningError({
    code: 'unknown_request',
    category: 'compatibility',
    message: `This version of azd asks for ${messageType || 'something'}, which the extension does not know.`,
    suggestion: 'Install a newer version of the extension.',
  });
}

function refused(reason: string): ProvisioningError {
  return new ProvisioningError({
    code: 'registration_refused',
    category: 'compatibility',
    message: `azd does not take this extension as its provider: ${reason}`,
    suggestion: 'See azd extension list --installed: only one may provide pulumi.',
  });
}
