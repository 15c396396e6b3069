import type { Launch } from '../config';
import type { Host } from './client';

/** An environment of azd, as it is now. */
export interface Environment {
  name: string;
  values: Readonly<Record<string, string>>;
}

/** The environment of this command: azd's own answer knows the default one only, not what `-e` says. */
export async function readEnvironment(host: Host, { environmentName }: Launch): Promise<Environment> {
  const name = environmentName ?? (await currentName(host));
  const { key_values } = await host.call('EnvironmentService.GetValues', { name });
  return { name, values: Object.fromEntries(key_values.map(({ key, value }) => [key, value])) };
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
