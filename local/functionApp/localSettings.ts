import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import { UserError } from '../../terminal/userError';

interface LocalSettings {
  IsEncrypted?: boolean;
  Values?: Record<string, string>;
}

const file = 'local.settings.json';

const validate = new Ajv().compile<LocalSettings>({
  type: 'object',
  properties: {
    IsEncrypted: { const: false },
    Values: { type: 'object', additionalProperties: { type: 'string' } },
  },
});

/** Every app has these on a laptop: https://learn.microsoft.com/azure/azure-functions/functions-run-local */
const coreToolsSettings = {
  FUNCTIONS_CORETOOLS_ENVIRONMENT: 'true',
  AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  FUNCTIONS_WORKER_RUNTIME: 'node',
};

/** The settings that Core Tools would give an app: its own constants and the values of the app's local.settings.json. */
export async function readLocalSettings(folder: string): Promise<Record<string, string>> {
  const text = await readFile(join(folder, file), 'utf8').catch(ignoreMissing);
  const settings: unknown = text === undefined ? {} : JSON.parse(text);
  if (!validate(settings)) throw new UserError(`${file} is malformed, or encrypted: Values is an object of strings.`);
  return { ...coreToolsSettings, ...settings.Values };
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
