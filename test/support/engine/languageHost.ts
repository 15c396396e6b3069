import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

interface ProgramRun {
  code: number;
  stderr: string;
}

/**
 * Runs `infra/` as Pulumi's language host for Node does (`pulumi-language-nodejs` in pulumi/pulumi): through the runner of
 * @pulumi/pulumi, with its own TypeScript loader, in the folder that `main` of Pulumi.yaml names.
 *
 * @param address where the engine's services listen, `127.0.0.1:<port>`.
 */
export async function runProgram(
  address: string,
  { project, stack, env }: { project: string; stack: string; env: Record<string, string> },
): Promise<ProgramRun> {
  const options = {
    monitor: address,
    engine: address,
    project,
    stack,
    parallel: '8',
    pwd: join(root, 'infra'),
    'root-directory': root,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(process.execPath, [require.resolve('@pulumi/pulumi/cmd/run'), ...args, '.'], {
    cwd: root,
    env: { PATH: process.env.PATH, PULUMI_NODEJS_TYPESCRIPT: 'true', PULUMI_CONFIG: '{}', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const chunks: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stderr: chunks.join('') };
}
