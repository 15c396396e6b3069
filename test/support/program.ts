import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Finished {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a program that an installed package brings along, with this very Node, and waits for its end. */
export function runPackage(name: string, bin: string, args: string[], env: object = {}): Promise<Finished> {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
  const file = bins[bin];
  if (!file) throw new Error(`${name} has no program ${bin}.`);
  return run([join(dirname(manifest), file), ...args], env);
}

/** The environment of a program whose output a test reads: Jest asks its own processes for colours. */
export function withoutColours(env: object = {}): NodeJS.ProcessEnv {
  return { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env };
}

/** Runs Node with these arguments in the repository and waits for its end. */
export function run(args: string[], env: object = {}): Promise<Finished> {
  return runFile(process.execPath, args, env);
}

/** Runs a program in the repository and waits for its end. */
export function runFile(file: string, args: string[], env: object = {}): Promise<Finished> {
  const options = { cwd: join(__dirname, '../..'), env: withoutColours(env), timeout: 30_000 };
  return new Promise((resolve) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, stdout, stderr });
    });
  });
}
