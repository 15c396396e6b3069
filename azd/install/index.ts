import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { print } from '../../terminal/output';
import { runMain } from '../../terminal/runMain';
import { extension } from '../extension';
import { makeBundle } from './bundle';
import { runIn } from './command';
import { terminalEnvironment } from './config';
import { handOver } from './handOver';
import { checkRequirements } from './requirements';
import { verifyBundle } from './verify';

const file = join(__dirname, '../../dist/azd-pulumi.zip');

void runMain({
  command: 'npm run azd:install',
  summary: 'Builds the extension that lets azd deploy with Pulumi, and installs it into the azd on the PATH.',
  options: {},
  main: install,
});

async function install(): Promise<void> {
  const run = runIn(terminalEnvironment());
  await checkRequirements(run);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await makeBundle());
  await verifyBundle(file, run);
  await handOver(file, run);
  print(`azd has the extension ${extension.id} ${extension.version}. Next: azd up`);
}
