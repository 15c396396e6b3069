import { once } from 'node:events';
import type { Server } from 'node:net';
import { UserError } from '../../terminal/userError';

const sentences: Record<string, (port: number) => string> = {
  EADDRINUSE: (port) => `Port ${port} is in use: stop the program that uses it or choose another port.`,
  EACCES: (port) => `Port ${port} may not be opened by this user: choose one above 1023.`,
};

/** Listens on 127.0.0.1 and resolves to the port; 0 asks for any free one. Throws {@link UserError} when it is taken. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, port);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server listens on no port.');
  return address.port;
}

/** What a failed attempt to listen means to the user; an error of any other kind comes back unchanged. */
export function listenFailure(error: unknown, port: number): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const sentence = sentences[code];
  return sentence ? new UserError(sentence(port), { cause: error }) : error;
}
