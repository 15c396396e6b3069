import type { Launch } from '../config';
import { ProvisioningError } from '../failure';
import type { Host } from '../host/client';
import { type Environment, lookupTenant } from '../host/environment';

/** Where in Azure an environment lives. */
export interface Place {
  subscriptionId: string;
  tenantId: string | undefined;
  location: string;
}

/** The values of azd's environment that say it, and where a person keeps a default for them. */
const sources = {
  AZURE_SUBSCRIPTION_ID: 'defaults.subscription',
  AZURE_LOCATION: 'defaults.location',
} as const;

type Variable = keyof typeof sources;

interface Asker {
  host: Host;
  launch: Launch;
  environment: Environment;
}

/**
 * Finds out where an environment lives, asks for what nobody has said, and keeps the answers: azd's next question does
 * not ask again. azd itself asks for neither, and deploys nothing without a subscription.
 *
 * @throws ProvisioningError where nobody can be asked
 */
export async function findPlace(asker: Asker): Promise<Place> {
  const { host } = asker;
  const known = {
    subscription: await find('AZURE_SUBSCRIPTION_ID', asker),
    location: await find('AZURE_LOCATION', asker),
  };
  if (asker.launch.noPrompt) refuseMissing(known, asker.environment.name);
  const subscriptionId = known.subscription ?? (await askSubscription(host));
  await keep('AZURE_SUBSCRIPTION_ID', subscriptionId, asker);
  const tenantId = await lookupTenant(host, subscriptionId);
  const location = known.location ?? (await askLocation(host, { subscriptionId, tenantId }));
  await keep('AZURE_LOCATION', location, asker);
  return { subscriptionId, tenantId, location };
}

async function find(variable: Variable, { host, launch, environment }: Asker): Promise<string | undefined> {
  for (const said of [environment.values[variable], launch.variables[variable]]) if (said) return said;
  const { value } = await host.call('UserConfigService.GetString', { path: sources[variable] });
  return value || undefined;
}

async function keep(key: Variable, value: string, { host, environment }: Asker): Promise<void> {
  if (environment.values[key] === value) return;
  await host.call('EnvironmentService.SetValue', { env_name: environment.name, key, value });
}

async function askSubscription(host: Host): Promise<string> {
  const { subscription } = await host.call('PromptService.PromptSubscription', {
    Message: 'Which Azure subscription is it deployed to?',
  });
  return subscription?.id ?? '';
}

async function askLocation(host: Host, { subscriptionId, tenantId = '' }: Omit<Place, 'location'>): Promise<string> {
  const { location } = await host.call('PromptService.PromptLocation', {
    azure_context: { scope: { subscription_id: subscriptionId, tenant_id: tenantId } },
  });
  return location?.name ?? '';
}

function refuseMissing({ subscription, location }: { subscription?: string; location?: string }, name: string): void {
  const missing = [...(subscription ? [] : ['AZURE_SUBSCRIPTION_ID']), ...(location ? [] : ['AZURE_LOCATION'])];
  if (missing.length === 0) return;
  throw new ProvisioningError({
    code: 'missing_settings',
    category: 'validation',
    message: `The environment ${name} has no ${missing.join(' and no ')}, and nobody can be asked.`,
    suggestion: missing.map((variable) => `Run azd env set ${variable} <value>`).join('\n'),
  });
}
