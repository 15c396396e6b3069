import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Backend, backendVariables, chooseBackend } from './backend';
import type { Launch } from './config';
import { credentials } from './credentials';
import { buildEnvironment } from './environment';
import { readOptions, type Options } from './options';
import { findProject } from './project';

/** One environment of one project: what every command needs to run Pulumi for it. */
export interface Session {
  /** The folder of azure.yaml. */
  root: string;
  /** The folder of `Pulumi.yaml`. */
  folder: string;
  options: Options;
  /** azd's name of the environment. */
  environmentName: string;
  /** Pulumi's name of its stack. */
  stack: string;
  backend: Backend;
  /** The whole environment of Pulumi and of the program, the backend and the credentials among it. */
  variables: Readonly<Record<string, string>>;
  /** The values of azd's environment: the settings of the program, and its outputs of last time. */
  values: Readonly<Record<string, string>>;
  /** The record of the stack's last operation: see `operation.ts`. */
  record: string;
  /** A folder for what Pulumi says. */
  logs: string;
}

export interface SessionInput {
  root: string;
  /** `infra.path` of azure.yaml, relative to the root. */
  infraPath: string;
  /** `infra.config` of azure.yaml. */
  config: unknown;
  environmentName: string;
  values: Readonly<Record<string, string>>;
  /** The tenant in which the signed-in user reaches the subscription. */
  tenantId: string | undefined;
  launch: Launch;
}

/**
 * Brings together what a command needs. It starts no program, reaches nobody, and makes the folders that are missing.
 *
 * @throws ProvisioningError for options that are wrong, a project without `Pulumi.yaml`, or no place for the state
 */
export function openSession(input: SessionInput): Session {
  const { root, environmentName, values, tenantId, launch } = input;
  const options = readOptions(input.config);
  const project = findProject(root, input.infraPath);
  const stack = stackName(environmentName);
  const states = join(root, '.pulumi-state');
  const folder = join(states, stack);
  const logs = join(root, '.azure', environmentName, 'pulumi');
  const variables = { ...launch.variables, ...values };
  const wishes = { options, project: project.backend, variables, ci: launch.ci, folder };
  const backend = chooseBackend(wishes);
  makeFolders(states, [folder, logs]);
  const settings = {
    ...backendVariables(backend, wishes),
    ...credentials({ auth: options.auth, variables, subscriptionId: values.AZURE_SUBSCRIPTION_ID, tenantId }),
  };
  return {
    root,
    folder: project.folder,
    options,
    environmentName,
    stack,
    backend,
    variables: buildEnvironment({
      root,
      folder: project.folder,
      environmentName,
      process: launch.variables,
      values,
      settings,
    }),
    values,
    record: join(folder, 'operation.json'),
    logs,
  };
}

/** azd's names of environments may have characters that Pulumi's names of stacks may not; two of them stay two. */
function stackName(environmentName: string): string {
  const allowed = environmentName.replaceAll(/[^A-Za-z0-9\-_.]/g, '-');
  if (allowed === environmentName) return allowed;
  return `${allowed}-${createHash('sha256').update(environmentName).digest('hex').slice(0, 6)}`;
}

/** For their owner only, and never in a repository, whatever its own .gitignore says. */
function makeFolders(states: string, folders: readonly string[]): void {
  for (const folder of [states, ...folders]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(states, 0o700);
  writeFileSync(join(states, '.gitignore'), '*\n');
}
