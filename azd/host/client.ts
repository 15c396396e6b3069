import { Client, type ClientDuplexStream, credentials, Metadata } from '@grpc/grpc-js';
import { methodDefinition } from '../protocol';
import { toProvisioningError } from './failures';
import type { Call, Calls, Envelope } from './messages';

/** azd, as its extension reaches it. */
export interface Host {
  /** @throws ProvisioningError when azd refuses, its token has expired, or the person cancels a question */
  call<Name extends Call>(name: Name, request: Calls[Name]['request']): Promise<Calls[Name]['response']>;
  /** The stream on which azd asks a provider. */
  openStream(): ClientDuplexStream<Envelope, Envelope>;
  close(): void;
}

/** How long azd may take to answer, Azure's part included. A person who is asked may take as long as they like. */
const deadlineMs = 60_000;

/** @param address where azd listens, always on this machine */
export function connect({ address, token }: { address: string; token: string }): Host {
  // grpc-js sends even loopback through the proxy of the environment.
  const client = new Client(address, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
  const metadata = new Metadata();
  // As it is: azd knows no schemes such as Bearer.
  metadata.set('authorization', token);
  return {
    call(name, request) {
      const { path, requestSerialize, responseDeserialize } = methodDefinition(name);
      const options = name.startsWith('PromptService.') ? {} : { deadline: Date.now() + deadlineMs };
      return new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadata,
          options,
          (error, answer) => {
            if (error) reject(toProvisioningError(error, name));
            // Decoded by azd.proto, which Calls repeats.
            else resolve(answer as Calls[typeof name]['response']);
          },
        );
      });
    },
    openStream() {
      const { path, requestSerialize, responseDeserialize } = methodDefinition('ProvisioningService.Stream');
      const decode = (bytes: Buffer) => responseDeserialize(bytes) as Envelope;
      return client.makeBidiStreamRequest(path, requestSerialize, decode, metadata);
    },
    close: () => {
      client.close();
    },
  };
}
