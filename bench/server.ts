import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Question } from './server/ready';

/** A server under test, in a process of its own so that it shares nothing with the others but the machine. */
export interface BenchServer {
  origin: string;
  /** Asks its process about itself. */
  ask(question: Question): Promise<number>;
  stop(): Promise<void>;
}

type ServerName = 'bareBridge' | 'gateway' | 'mcpStub' | 'restStub' | 'sdkServer' | 'stack';

/** Starts `bench/server/<name>.ts` and waits until it serves. */
export async function startServer(name: ServerName, args: string[] = []): Promise<BenchServer> {
  const child = fork(join(__dirname, 'server', `${name}.ts`), args, {
    execArgv: ['--expose-gc', '--require', require.resolve('tsx/cjs')],
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => {
    throw new Error(`The ${name} server ended with ${code}.`);
  });
  const nextNumber = async () => {
    const [value] = (await Promise.race([once(child, 'message'), ended])) as [number];
    return value;
  };
  const port = await nextNumber();
  return {
    origin: `http://127.0.0.1:${port}`,
    ask(question) {
      child.send(question);
      return nextNumber();
    },
    async stop() {
      ended.catch(() => undefined);
      child.disconnect();
      await exited;
    },
  };
}
