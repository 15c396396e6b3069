import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gateway } from '../../gateway';
import { isObject, type Json } from '../../gateway/json';
import { mcpUrlOutputs } from '../../gateway/outputs';
import { print, styled } from '../../terminal/output';
import { readDeployed } from './config';

void close();

/** The last words of `azd up`: where the gateway is, its key, and how to try it. */
async function close(): Promise<void> {
  const deployed = readDeployed();
  const { AZURE_ENV_NAME: environment } = deployed;
  // Which may not be the one that azd takes when nobody names one.
  const ask = ['pulumi', 'outputs', ...(environment ? ['-e', environment] : []), '--show-secrets'];
  // For bash: each line of the outputs assigns one.
  const next = `set -a; eval "$(azd ${ask.join(' ')} --format env)"; set +a; npm run smoke`;
  const names = ['APIM_GATEWAY_URL', ...Object.keys(mcpUrlOutputs(gateway, () => ''))];
  const values: Readonly<Record<string, string | undefined>> = {
    ...Object.fromEntries(names.map((name) => [name, deployed[name]])),
    APIM_SUBSCRIPTION_KEY: await key(ask),
  };
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  const rows = Object.entries(values).map(([name, value]) => `${name.padEnd(width)}  ${value ?? ''}`);
  print(['', ...rows, '', 'Next, in bash:', styled('bold', next), ''].join('\n'));
}

/** azd never gets the key. It is for a person's eyes, and not for a log. */
async function key(ask: readonly string[]): Promise<string> {
  const { APIM_SUBSCRIPTION_KEY: value } = process.stdout.isTTY ? await outputs(ask) : {};
  if (value === '') return 'none: the gateway asks for no key';
  return typeof value === 'string' ? value : `to see it: azd ${ask.join(' ')}`;
}

/** All outputs; none where they cannot be read, for everything is deployed by now. */
async function outputs(ask: readonly string[]): Promise<Json> {
  try {
    const { stdout } = await promisify(execFile)('azd', [...ask, '--format', 'json']);
    const answer: unknown = JSON.parse(stdout);
    return isObject(answer) ? answer : {};
  } catch {
    return {};
  }
}
