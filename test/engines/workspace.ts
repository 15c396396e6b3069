import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalWorkspace, type Stack } from '@pulumi/pulumi/automation';
import type { Engine } from './engine';

export const root = join(__dirname, '../..');

/** A stack of a project in a folder: Pulumi runs the program as it is there. */
export interface Workspace {
  stack: Stack;
  stop(): Promise<void>;
}

interface Project {
  /** The repository, or a copy of it. */
  folder?: string;
  /** Variables besides the engine's own. */
  environment?: Record<string, string>;
}

/** @param name no stack of a person's, because its settings file in the project's folder is removed afterwards */
export async function openWorkspace(
  name: string,
  engine: Engine,
  { folder = root, environment = {} }: Project = {},
): Promise<Workspace> {
  const envVars = { ...engine.environment, ...environment };
  return {
    stack: await LocalWorkspace.createStack({ stackName: name, workDir: folder }, { envVars }),
    stop: () => rm(join(folder, `Pulumi.${name}.yaml`), { force: true }),
  };
}
