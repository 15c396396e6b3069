import type { Launch } from './config';
import type { Options } from './options';

/** Where Pulumi keeps the states. */
export interface Backend {
  /** `file:///…`, `azblob://…`, `https://app.pulumi.com`. */
  url: string;
  /** Whether it is the folder that is taken where nobody says anything. */
  isDefault: boolean;
}

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
  throw new Error(`not yet: ${input.environmentName}`);
}
