import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject } from '../gateway/json';
import { ProvisioningError } from './failure';
import type { Options } from './options';
import { keepPassphrase } from './passphrase';

/** Where Pulumi Cloud is for those who only have a token of it. */
const cloud = 'https://api.pulumi.com';

/** Where Pulumi keeps the states. */
export interface Backend {
  /** `file:///…`, `azblob://…`, `https://app.pulumi.com`. */
  url: string;
  /** Whether it is the folder that is taken where nobody says anything. */
  isDefault: boolean;
}

interface Wishes {
  options: Pick<Options, 'backend' | 'secretsProvider'>;
  /** What `Pulumi.yaml` says. */
  project: string | undefined;
  variables: Readonly<Record<string, string>>;
  ci: boolean;
  /** The folder of the stack, for what is kept on this machine. */
  folder: string;
}

/**
 * Chooses where the state is: `infra.config.backend`, `PULUMI_BACKEND_URL`, the project's own choice, whatever Pulumi is
 * logged in to, or else a folder of this machine.
 *
 * @throws ProvisioningError in continuous integration, where that folder would be gone with the machine, and for a
 *   backend that nothing encrypts the secrets of
 */
export function chooseBackend(wishes: Wishes): Backend {
  const { options, project, variables, ci, folder } = wishes;
  const wishesInOrder = [options.backend, variables.PULUMI_BACKEND_URL, project, loginOf(variables)];
  // A pipeline sets what it does not know to nothing.
  const url = wishesInOrder.find((wish) => wish !== undefined && wish !== '');
  if (url !== undefined) {
    if (!url.startsWith('http') && !hasSecretsProvider(options) && !hasPassphrase(variables)) throw noPassphrase(url);
    return { url, isDefault: false };
  }
  if (ci) {
    throw new ProvisioningError({
      code: 'local_state_in_ci',
      category: 'validation',
      message: 'The state of the stack would be a folder of this machine, which is gone after the run.',
      suggestion:
        'Set PULUMI_BACKEND_URL, or infra.config.backend in azure.yaml, to a place that stays: azblob://<container>?' +
        'storage_account=<account>, or PULUMI_ACCESS_TOKEN for Pulumi Cloud.',
    });
  }
  // Pulumi reads it as a URL: a folder may have a # or a % in its name.
  return { url: pathToFileURL(folder).href, isDefault: true };
}

/** The variables by which Pulumi finds the backend and what opens it. It makes the passphrase of the default one. */
export function backendVariables({ url, isDefault }: Backend, wishes: Wishes): Record<string, string> {
  const { options, variables, folder } = wishes;
  const keeps = isDefault && !hasSecretsProvider(options) && !hasPassphrase(variables);
  return {
    PULUMI_BACKEND_URL: url,
    ...(keeps && { PULUMI_CONFIG_PASSPHRASE_FILE: keepPassphrase(folder) }),
  };
}

function hasPassphrase({ PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE }: Wishes['variables']): boolean {
  // An empty passphrase is one, too.
  return PULUMI_CONFIG_PASSPHRASE !== undefined || Boolean(PULUMI_CONFIG_PASSPHRASE_FILE);
}

/** Whether something else than a passphrase encrypts the secrets. */
export function hasSecretsProvider({ secretsProvider = 'passphrase' }: Wishes['options']): boolean {
  return secretsProvider !== 'passphrase';
}

/** What `pulumi login` has chosen, in Pulumi's own file of credentials. */
function loginOf({ PULUMI_HOME, PULUMI_ACCESS_TOKEN }: Wishes['variables']): string | undefined {
  const file = join(PULUMI_HOME ?? join(homedir(), '.pulumi'), 'credentials.json');
  const credentials: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const current = isObject(credentials) ? credentials.current : undefined;
  if (typeof current === 'string' && current !== '') return current;
  return PULUMI_ACCESS_TOKEN ? cloud : undefined;
}

function noPassphrase(url: string): ProvisioningError {
  return new ProvisioningError({
    code: 'passphrase_missing',
    category: 'validation',
    message: `Nothing encrypts the secrets of the stack in ${url}.`,
    suggestion:
      'Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, or infra.config.secretsProvider in azure.yaml.',
  });
}
