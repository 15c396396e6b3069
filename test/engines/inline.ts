import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { OpMap } from '@pulumi/pulumi/automation';
import type { Engine, World } from './engine';

/** One operation of the engine on the stack, and with what. */
export interface Operation {
  kind: 'preview' | 'up' | 'refresh' | 'previewDestroy' | 'destroy';
  /** Settings by the names of their variables; others are as the engine's environment says. */
  settings?: Record<string, string>;
  /** Names of rows of `mcpServers` that are not in the gateway's definition. */
  without?: string[];
  /** How many resources at a time. */
  parallel?: number;
  /** URNs, without what is the same for all, of resources to put others in the place of. */
  replace?: string[];
}

export interface Result {
  /** How many steps there were of each kind that is a change. */
  changes: OpMap;
  /** All that Pulumi printed when the operation failed. */
  failure?: string;
}

/**
 * A stack of this project in which the program runs inside the process that drives the engine: half the time of a
 * project in a folder. That process is not Jest's, because a program that fails fails its process as well.
 */
export interface InlineStack {
  run(operation: Operation): Promise<Result>;
  stop(): Promise<void>;
}

/** A stack for the tests of the surrounding `describe`. */
export function useInlineStack(world: () => World): () => InlineStack {
  let stack: InlineStack;
  beforeAll(() => {
    stack = openInlineStack(world().engine);
  });
  afterAll(() => stack.stop());
  return () => stack;
}

function openInlineStack(engine: Engine): InlineStack {
  const child = fork(join(__dirname, 'inlineProgram.ts'), {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    env: { ...process.env, ...engine.environment },
  });
  return {
    run: (operation) => ask(child, operation),
    async stop() {
      const ended = child.exitCode !== null || once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function ask(child: ChildProcess, operation: Operation): Promise<Result> {
  child.send(operation);
  const listening = new AbortController();
  const events = ['message', 'exit'].map((event) => once(child, event, { signal: listening.signal }));
  const [result]: unknown[] = await Promise.race(events);
  listening.abort();
  if (!isResult(result)) throw new Error(`The process of the inline stack has ended with ${String(result)}.`);
  return result;
}

function isResult(value: unknown): value is Result {
  return typeof value === 'object' && value !== null && 'changes' in value;
}
