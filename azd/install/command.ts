import { spawn } from 'node:child_process';

export interface Finished {
  exitCode: number;
  stdout: string;
  /** What it said on both streams. */
  output: string;
}

export type Run = (program: string, args: readonly string[]) => Promise<Finished>;

/** Runs programs to their end, with nobody to answer their questions; rejects where there is no such program. */
export function runIn(env: NodeJS.ProcessEnv): Run {
  return (program, args) =>
    new Promise((resolve, reject) => {
      // A .cmd file is no program by itself.
      const shell = program.endsWith('.cmd');
      const child = spawn(program, args, { env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
      const said: { stdout: boolean; text: string }[] = [];
      child.stdout.setEncoding('utf8').on('data', (text: string) => said.push({ stdout: true, text }));
      child.stderr.setEncoding('utf8').on('data', (text: string) => said.push({ stdout: false, text }));
      child.on('error', reject);
      child.on('close', (code) => {
        const join = (pieces: typeof said) => pieces.map(({ text }) => text).join('');
        resolve({ exitCode: code ?? -1, stdout: join(said.filter(({ stdout }) => stdout)), output: join(said).trim() });
      });
    });
}
