import { readEnvironment } from '../host/environment';
import type { Requests } from '../host/messages';
import { toObject } from '../host/struct';
import { openSession, type Session } from '../session';
import type { Context } from './context';
import { findPlace } from './place';

/**
 * Brings together what all else needs, and asks what has to be asked: every call to azd that a long operation depends on
 * happens here or before it begins, because azd's token is valid for one hour.
 *
 * @throws ProvisioningError for a project, options or settings that are wrong
 */
export async function initialize(
  { project_path: root, options }: Requests['initialize']['request'],
  { host, launch }: Context,
): Promise<Session> {
  const environment = await readEnvironment(host, launch);
  const { subscriptionId, tenantId, location } = await findPlace({ host, launch, environment });
  return openSession({
    root,
    infraPath: options?.path ?? 'infra',
    config: toObject(options?.config),
    environmentName: environment.name,
    values: { ...environment.values, AZURE_SUBSCRIPTION_ID: subscriptionId, AZURE_LOCATION: location },
    tenantId,
    launch,
  });
}
