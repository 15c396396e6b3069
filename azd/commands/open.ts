import type { Launch } from '../config';
import { ProvisioningError } from '../failure';
import { connect, type Host } from '../host/client';
import { type Environment, lookupTenant, noEnvironment, readEnvironment } from '../host/environment';
import { toObject } from '../host/struct';
import { openSession, type Session } from '../session';

/**
 * Asks azd for project and environment. Its token is valid for one hour, so everything is asked at the start.
 *
 * @throws ProvisioningError outside a project, without an environment, or where the session cannot be opened
 */
export async function openFromAzd(launch: Launch): Promise<Session> {
  if (!launch.host) {
    throw new ProvisioningError({
      code: 'no_host',
      category: 'user',
      message: 'This is a part of azd and does not run without it.',
      suggestion: 'Run azd pulumi --help.',
    });
  }
  const host = connect(launch.host);
  try {
    const { path: root, infraPath } = await project(host);
    const { name: environmentName, values } = await environment(host, launch);
    const { section } = await host.call('ProjectService.GetConfigSection', { path: 'infra.config' });
    const tenantId = await tenantOf(values.AZURE_SUBSCRIPTION_ID, host);
    return openSession({ root, infraPath, config: toObject(section), environmentName, values, tenantId, launch });
  } finally {
    host.close();
  }
}

async function project(host: Host): Promise<{ path: string; infraPath: string }> {
  const answer = await host.call('ProjectService.Get', {}).catch((cause: unknown) => {
    throw noProject(cause);
  });
  if (!answer.project) throw noProject();
  const { path, infra } = answer.project;
  return { path, infraPath: infra?.path ?? '' };
}

function noProject(cause?: unknown): ProvisioningError {
  return new ProvisioningError(
    {
      code: 'no_project',
      category: 'user',
      message: 'There is no project here: azd finds no azure.yaml in this folder or above it.',
      suggestion: 'Go into the folder of a project, or name it: azd -C <folder> pulumi ...',
    },
    cause,
  );
}

function environment(host: Host, launch: Launch): Promise<Environment> {
  return readEnvironment(host, launch).catch((cause: unknown) => {
    throw noEnvironment(launch, cause);
  });
}

/** Who is not logged in gets to know it from what needs the login: `outputs` and `stack` do not. */
async function tenantOf(subscriptionId: string | undefined, host: Host): Promise<string | undefined> {
  if (subscriptionId === undefined) return undefined;
  try {
    return await lookupTenant(host, subscriptionId);
  } catch (error) {
    if (error instanceof ProvisioningError) return undefined;
    throw error;
  }
}
