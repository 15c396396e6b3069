import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { foldersUpTo } from './project';

type Variables = Readonly<Record<string, string>>;

interface Sources {
  root: string;
  /** The folder of `Pulumi.yaml`. */
  folder: string;
  environmentName: string;
  /** Of this process. */
  process: Variables;
  /** Of azd's environment. */
  values: Variables;
  /** How Pulumi finds its backend, and its provider Azure. */
  settings: Variables;
}

/** They are for this process alone: the key to azd, and its wish for colours, which would end up in a log. */
const own = ['AZD_SERVER', 'AZD_ACCESS_TOKEN', 'FORCE_COLOR'];

/** The environment of Pulumi, of the program that it runs and of the worker: azd's values count more than the process's. */
export function buildEnvironment(sources: Sources): Record<string, string> {
  const { process, values, settings, environmentName } = sources;
  const all: Record<string, string> = {
    ...process,
    ...values,
    ...settings,
    AZURE_ENV_NAME: environmentName,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    // So that Node takes the proxy that azd and Pulumi take.
    ...(Object.keys(process).some((name) => /^https?_proxy$/i.test(name)) && { NODE_USE_ENV_PROXY: '1' }),
  };
  const path = Object.keys(all).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  all[path] = [...programFolders(sources), all[path]].filter(Boolean).join(delimiter);
  return Object.fromEntries(Object.entries(all).filter(([name]) => !own.includes(name)));
}

/** Pulumi takes `node` from the PATH, and the project may pin another one than the machine has. */
function programFolders({ root, folder }: Sources): string[] {
  return foldersUpTo(root, folder)
    .map((path) => join(path, 'node_modules/.bin'))
    .filter((path) => existsSync(path));
}
