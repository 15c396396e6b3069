import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import type { StandInAzure } from '../engine/standInAzure';
import { certify } from './certificate';
import { type Answer, ok, type Part, readRequest, refusal, sendAnswer } from './exchange';
import { publishing, type Uploads } from './publishing';
import { resourceManager } from './resourceManager';
import { createTokens, type SignIn } from './tokens';

const hosts = ['management.azure.com', 'aka.ms'];
const siteHosts = '.scm.azurewebsites.net';

/** Azure for programs that reach it over HTTP: all that azd and Azure's libraries ask for on their way. */
export interface AzureOverHttp {
  /** What a program must have in its environment to find it. */
  environment: Record<string, string>;
  uploads: Uploads;
  signIn: SignIn;
  /** Requests for which there was no answer: none is expected. */
  unexpected: string[];
  stop(): Promise<void>;
}

interface Options {
  azure: StandInAzure;
  subscriptionId: string;
  /** For the certificate. */
  folder: string;
}

/**
 * Starts it on this machine. Programs come through a proxy, which ends their TLS itself; loopback goes past it.
 */
export async function startAzure({ azure, subscriptionId, folder }: Options): Promise<AzureOverHttp> {
  const uploads: Uploads = new Map();
  const signIn: SignIn = { minutes: 60 };
  const unexpected: string[] = [];
  const tokens = createTokens(signIn);
  const siteExists = (name: string) => [...azure.resources.keys()].some((id) => id.endsWith(`/sites/${name}`));
  const parts = [resourceManager(azure, subscriptionId), publishing(uploads, siteExists)];

  const behindProxy: Part = (request) => {
    if (request.host === 'aka.ms') return request.path === '/azd/extensions/registry' ? ok(noExtensions) : undefined;
    if (!tokens.admits(request)) return refusal(401, 'InvalidAuthenticationToken', 'The access token is not valid.');
    return parts.map((part) => part(request)).find((answer) => answer !== undefined);
  };
  const atProxy: Part = (request) =>
    request.method === 'POST' && request.path === '/token' ? tokens.issue(request) : undefined;

  const { certificate, key } = certify([...hosts, `*${siteHosts}`]);
  const certificateFile = join(folder, 'certificate.pem');
  await writeFile(certificateFile, certificate);
  const secured = createTlsServer({ key, cert: certificate }, respond(behindProxy, unexpected));
  const proxy = createServer(respond(atProxy, unexpected));
  const sockets = new Set<Socket>();
  proxy.on('connection', (socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  proxy.on('connect', ({ url = '' }, socket) => {
    socket.on('error', () => socket.destroy());
    const host = url.replace(/:443$/, '');
    if (!hosts.includes(host) && !host.endsWith(siteHosts)) {
      unexpected.push(`CONNECT ${url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    secured.emit('connection', socket);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    environment: {
      AZD_AUTH_ENDPOINT: address,
      AZD_AUTH_KEY: tokens.key,
      HTTPS_PROXY: address,
      HTTP_PROXY: address,
      NO_PROXY: '127.0.0.1,localhost',
      SSL_CERT_FILE: certificateFile,
      NODE_EXTRA_CA_CERTS: certificateFile,
      NODE_USE_ENV_PROXY: '1',
    },
    uploads,
    signIn,
    unexpected,
    async stop() {
      const closed = once(proxy.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** azd's list of published extensions. */
const noExtensions = { schemaVersion: '1.0', extensions: [] };

function respond(part: Part, unexpected: string[]): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    void answer(message, part, unexpected).then((answered) => {
      sendAnswer(response, answered);
    });
  };
}

async function answer(message: IncomingMessage, part: Part, unexpected: string[]): Promise<Answer> {
  const asked = `${message.method ?? ''} ${message.headers.host ?? ''}${message.url ?? ''}`;
  try {
    const answered = part(await readRequest(message));
    if (answered) return answered;
    unexpected.push(asked);
    return refusal(404, 'NotFound', `The stand-in has no answer to ${asked}.`);
  } catch (error) {
    unexpected.push(`${asked}: ${String(error)}`);
    return refusal(500, 'InternalServerError', String(error));
  }
}
