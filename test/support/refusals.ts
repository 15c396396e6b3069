import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gateway, type AppName } from '../../gateway';
import { policyFolder, type Gateway } from '../../gateway/model';
import { startGateway } from '../../local/apiManagement';
import { UserError } from '../../terminal/userError';
import { declare } from './infra/program';
import { useTemporaryFolder } from './temporaryFolder';

const nowhere = 'http://127.0.0.1:1';

/** The sentences with which the Pulumi program and the local gateway refuse a definition. */
export async function refusalsOf(definition: Gateway): Promise<{ azure: string[]; local: string[] }> {
  const backends = { menu: nowhere, orders: nowhere } satisfies Record<AppName, string>;
  const options = { backends, subscriptionKey: undefined, apiKeys: {}, port: 0, log: () => undefined };
  return {
    azure: await refusal(declare({}, definition)),
    local: await refusal(startGateway({ definition, ...options }).then((running) => running.stop())),
  };
}

async function refusal(starting: Promise<unknown>): Promise<string[]> {
  try {
    await starting;
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
}

/** Makes definitions that are the repository's but for some of their policy files, which lie in folders of their own. */
export function usePolicyFiles(): (files: Readonly<Record<string, string>>) => Promise<Gateway> {
  const root = useTemporaryFolder();
  let count = 0;
  return async (files) => {
    count += 1;
    const folder = join(root(), String(count));
    await cp(policyFolder, folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return { ...gateway, policyFolder: folder };
  };
}
