import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a scripted program was asked. */
export interface Asked {
  program: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** What it does when its arguments begin with these words. */
export type Script = Readonly<Record<string, { stdout?: string; stderr?: string; exitCode?: number }>>;

const source = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const [program, args] = [basename(__filename), process.argv.slice(2)];
const { cwd, env } = { cwd: process.cwd(), env: process.env };
appendFileSync(join(__dirname, 'asked.jsonl'), JSON.stringify({ program, args, cwd, env }) + '\\n');
const script = JSON.parse(readFileSync(join(__dirname, 'script.json'), 'utf8'));
const line = [program, ...args].join(' ');
const [, { stdout = '', stderr = '', exitCode = 0 } = {}] = Object.entries(script).find(([words]) => line.startsWith(words)) ?? [];
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
`;

/** Programs for the PATH that answer as a script says and write down what they were asked. */
export class ScriptedPrograms {
  private constructor(readonly folder: string) {}

  static async write(folder: string, names: readonly string[]): Promise<ScriptedPrograms> {
    await mkdir(folder, { recursive: true });
    for (const name of names) {
      await writeFile(join(folder, name), source);
      await chmod(join(folder, name), 0o755);
    }
    return new ScriptedPrograms(folder);
  }

  /** Forgets what was asked before. */
  async play(script: Script): Promise<void> {
    await rm(join(this.folder, 'asked.jsonl'), { force: true });
    await writeFile(join(this.folder, 'script.json'), JSON.stringify(script));
  }

  async asked(): Promise<Asked[]> {
    const file = join(this.folder, 'asked.jsonl');
    if (!existsSync(file)) return [];
    return (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Asked);
  }
}
