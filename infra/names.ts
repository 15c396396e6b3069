import { createHash } from 'node:crypto';
import type { AppName } from '../gateway';
import type { Config } from './config/settings';

type Environment = Pick<Config, 'environmentName' | 'location' | 'subscriptionId' | 'generation'>;

/** Names of everything that Azure wants a name for. */
export interface Names {
  resourceGroup: string;
  storageAccount: (app: AppName) => string;
  workspace: string;
  applicationInsights: string;
  apiManagement: string;
  apiManagementIdentity: string;
  plan: (app: AppName) => string;
  site: (app: AppName) => string;
  identity: (app: AppName) => string;
}

/**
 * Names for one environment: readable first, unique through a token. The same environment always gets the same names.
 * Lengths and characters follow "Naming rules and restrictions for Azure resources" in Microsoft's documentation.
 */
export function namesFor(environment: Environment): Names {
  const token = tokenOf(environment);
  const readable = environment.environmentName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = (prefix: string) => joined(prefix, readable.slice(0, 12), token);
  return {
    resourceGroup: name('rg'),
    // 3 to 24 lower-case letters and digits: 2 + at most 12 + 10.
    storageAccount: (app) => `st${`${app}${readable.replaceAll('-', '')}`.slice(0, 12)}${token}`,
    workspace: name('log'),
    applicationInsights: name('appi'),
    apiManagement: name('apim'),
    apiManagementIdentity: name('id-apim'),
    plan: (app) => name(`plan-${app}`),
    // At most 32 characters: the Functions host cuts the site's name there to get its id, by which it names its locks
    // and its keys (Azure Functions "Host ID considerations").
    site: (app) => name(app),
    identity: (app) => name(`id-${app}`),
  };
}

function joined(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replaceAll(/^-+|-+$/g, ''))
    .filter((part) => part !== '')
    .join('-');
}

/** Ten of [0-9a-z]: 51 bits of a hash, so that two environments of one organisation never meet by chance. */
function tokenOf({ subscriptionId, environmentName, location, generation }: Environment): string {
  const identity = [subscriptionId.toLowerCase(), environmentName, location, generation].join('/');
  const bits = createHash('sha256').update(identity).digest().readBigUInt64BE();
  return bits.toString(36).padStart(10, '0').slice(-10);
}
