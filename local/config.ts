import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway, mcpUrlOutputs } from '../infra/gateway';
import type { Outputs } from '../infra/outputs';
import { StartFailure } from './startFailure';

/** Variables that a process needs from the machine rather than from its settings. */
const machineVariables = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'TMP'],
  ...['SystemRoot', 'windir', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PATHEXT', 'ComSpec'],
  ...['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE', 'NO_COLOR'],
];

/** Compiling is a third of a child's start; Node keeps the result here unless the machine names another place. */
const compileCache = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };

/**
 * The environment of a child process: the machine's own variables and the settings given, nothing else. A function app
 * thus sees the settings that it declares, as in Azure, and not what the developer's shell happens to export.
 */
export function childEnvironment(settings: Record<string, string>, env = process.env): Record<string, string> {
  const inherited = machineVariables.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...compileCache, ...Object.fromEntries(inherited), ...settings };
}

/**
 * The running gateway that the environment names, under the names that `azd env get-values` and
 * `npm start -- --json` use; undefined when it names none. A gateway without keys needs no `APIM_SUBSCRIPTION_KEY`.
 *
 * @throws StartFailure when only some of the variables are set
 */
export function namedGateway(env = process.env): Outputs | undefined {
  const value = (name: string) => env[name] ?? '';
  const urls = {
    APIM_GATEWAY_URL: value('APIM_GATEWAY_URL'),
    ...mcpUrlOutputs(gateway, (_, output) => value(output)),
  };
  const missing = Object.entries(urls).flatMap(([name, url]) => (url ? [] : [name]));
  if (missing.length === Object.keys(urls).length) return undefined;
  if (missing.length > 0) {
    throw new StartFailure(`The environment names a gateway only in part: also set ${missing.join(' and ')}.`);
  }
  return { ...urls, APIM_SUBSCRIPTION_KEY: value('APIM_SUBSCRIPTION_KEY') };
}
