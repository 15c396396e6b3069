import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the benchmark may ask a server's process; each answer is a number. */
const answers = {
  /** Bytes in use once everything unreachable is gone. */
  heap() {
    if (!globalThis.gc) throw new Error('Start this process with --expose-gc.');
    globalThis.gc();
    globalThis.gc();
    return process.memoryUsage().heapUsed;
  },
  /** Processor time used so far, in microseconds. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
};
export type Question = keyof typeof answers;

/** Tells the process that forked this one which port it serves, answers its questions, and ends with it. */
export function announce(port: number): void {
  process.on('message', (question: Question) => process.send?.(answers[question]()));
  process.once('disconnect', () => process.exit(0));
  process.send?.(port);
}

/** Listens on a free port of the loopback interface and announces it. */
export function serve(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    announce((server.address() as AddressInfo).port);
  });
}
