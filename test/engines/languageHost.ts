import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/language_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { reply, serve } from '../support/engine/grpc';

/** How Pulumi's runner says that the program has already told the engine what is wrong. */
const alreadyTold = 32;

/**
 * Stands in for `pulumi-language-nodejs` where the CLI is installed alone: runs the program through the runner of
 * @pulumi/pulumi, with Pulumi's own TypeScript loader, in the folder that `main` of Pulumi.yaml names. The engine's address
 * is the last argument; the first line of standard output tells the engine the port (pulumi/pulumi, `language.proto`).
 */
async function main(engine: string): Promise<void> {
  const { port } = await serve([
    LanguageRuntimeService,
    {
      getPluginInfo: reply(() => new PluginInfo()),
      getRequiredPackages: reply(() => new proto.GetRequiredPackagesResponse()),
      run: reply((request: proto.RunRequest) => run(request, engine)),
    },
  ]);
  process.stdout.write(`${port}\n`);
  const parent = process.ppid;
  // A killed engine ends no plug-in.
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, 200).unref();
}

async function run(request: proto.RunRequest, engine: string): Promise<proto.RunResponse> {
  const info = request.getInfo() ?? new proto.ProgramInfo();
  const folder = info.getProgramDirectory();
  const options = {
    monitor: request.getMonitorAddress(),
    engine,
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    parallel: request.getParallel(),
    pwd: folder,
    'root-directory': info.getRootDirectory(),
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  if (request.getDryrun()) args.push('--dry-run');
  const runner = require.resolve('@pulumi/pulumi/cmd/run', { paths: [folder] });
  const child = spawn(process.execPath, [runner, ...args, info.getEntryPoint()], {
    cwd: folder,
    env: {
      ...process.env,
      PULUMI_NODEJS_TYPESCRIPT: 'true',
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number];
  const response = new proto.RunResponse();
  if (code === alreadyTold) return response.setBail(true);
  return code === 0 ? response : response.setError(`The program ended with exit code ${code}.`);
}

void main(process.argv.at(-1) ?? '');
