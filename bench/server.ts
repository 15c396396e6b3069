import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A server under test, in a process of its own so that it shares nothing with the others but the machine. */
export interface BenchServer {
  origin: string;
  /** Bytes of heap in use after a forced collection. Only the gateway answers. */
  heapUsed(): Promise<number>;
  stop(): Promise<void>;
}

type ServerName = 'gateway' | 'mcpStub' | 'restStub' | 'sdkServer' | 'stack';

/** Starts `bench/server/<name>.ts` and waits until it serves. */
export async function startServer(name: ServerName, args: string[] = []): Promise<BenchServer> {
  const child = fork(join(__dirname, 'server', `${name}.ts`), args, {
    execArgv: ['--expose-gc', '--require', require.resolve('tsx/cjs')],
  });
  const message = async () => {
    const [answer] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The ${name} server ended with ${code}.`);
      }),
    ])) as [{ port: number; heapUsed: number }];
    return answer;
  };
  const { port } = await message();
  return {
    origin: `http://127.0.0.1:${port}`,
    async heapUsed() {
      child.send('heap');
      return (await message()).heapUsed;
    },
    async stop() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
