import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tells the process that forked this one which port it serves, and ends with it. */
export function announce(port: number): void {
  process.once('disconnect', () => process.exit(0));
  process.send?.({ port });
}

/** Listens on a free port of the loopback interface and announces it. */
export function serve(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    announce((server.address() as AddressInfo).port);
  });
}
