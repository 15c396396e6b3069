import type { Launch } from '../config';
import { ProvisioningError } from '../failure';
import type { Host } from './client';

/** An environment of azd, as it is now. */
export interface Environment {
  name: string;
  values: Readonly<Record<string, string>>;
}

/**
 * The environment of this command: azd's own answer knows the default one only, not what `-e` says.
 *
 * @throws ProvisioningError where none is selected
 */
export async function readEnvironment(host: Host, launch: Launch): Promise<Environment> {
  const name = launch.environmentName ?? (await currentName(host));
  if (name === '') throw noEnvironment(launch);
  const { key_values } = await host.call('EnvironmentService.GetValues', { name });
  return { name, values: Object.fromEntries(key_values.map(({ key, value }) => [key, value])) };
}

export function noEnvironment({ environmentName }: Launch, cause?: unknown): ProvisioningError {
  return new ProvisioningError(
    {
      code: 'no_environment',
      category: 'user',
      message: environmentName
        ? `The project has no environment ${environmentName}.`
        : 'The project has no environment yet, or none is selected.',
      suggestion: 'Make one: azd env new <name>. Or select one: azd env select <name>.',
    },
    cause,
  );
}

async function currentName(host: Host): Promise<string> {
  const { environment } = await host.call('EnvironmentService.GetCurrent', {});
  return environment?.name ?? '';
}

/** The tenant in which the signed-in user reaches a subscription. */
export async function lookupTenant(host: Host, subscriptionId: string): Promise<string | undefined> {
  const { tenant_id } = await host.call('AccountService.LookupTenant', { subscription_id: subscriptionId });
  return tenant_id || undefined;
}
