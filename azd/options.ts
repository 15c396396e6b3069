import { isObject } from '../gateway/json';
import { ProvisioningError } from './failure';

/** What `infra.config` of azure.yaml says. */
export interface Options {
  /** Where Pulumi keeps its states, as in `pulumi login <url>`. */
  backend?: string;
  /** As in `pulumi stack init --secrets-provider <url>`. */
  secretsProvider?: string;
  /** Whose login reaches Azure. */
  auth: 'azd' | 'az';
  /** Pulumi types that a deployment never replaces or deletes, unless `ALLOW_REPLACE=true`. */
  guard: readonly string[];
}

const readers: { [Name in keyof Options]-?: (value: unknown) => boolean } = {
  backend: isText,
  secretsProvider: isText,
  auth: (value) => value === 'azd' || value === 'az',
  guard: (value) => Array.isArray(value) && value.every(isText),
};

const wanted: Record<keyof Options, string> = {
  backend: 'a URL, as in pulumi login <url>',
  secretsProvider: 'a URL, as in pulumi stack init --secrets-provider <url>',
  auth: 'azd or az',
  guard: 'a list of Pulumi types, such as azure-native:storage:StorageAccount',
};

/** @throws ProvisioningError naming every option that is unknown or malformed */
export function readOptions(config: unknown): Options {
  const given = isObject(config) ? config : {};
  const mistakes = Object.entries(given).flatMap(([name, value]) => {
    if (!isOption(name)) return [`infra.config.${name} is no option; there are ${Object.keys(readers).join(', ')}.`];
    return readers[name](value) ? [] : [`infra.config.${name} must be ${wanted[name]}.`];
  });
  if (mistakes.length > 0) {
    throw new ProvisioningError({
      code: 'invalid_options',
      category: 'validation',
      message: mistakes.join('\n'),
      suggestion: 'Correct infra.config in azure.yaml.',
    });
  }
  // Each value has passed its reader.
  return { auth: 'azd', guard: [], ...given };
}

function isOption(name: string): name is keyof Options {
  return Object.hasOwn(readers, name);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
