import {
  type Api,
  listSubscriptionSecrets,
  type ListSubscriptionSecretsArgs,
  NamedValue,
  Subscription,
} from '@pulumi/azure-native/apimanagement';
import * as pulumi from '@pulumi/pulumi';
import { apiSubscriptionName, type Gateway, limitNamedValues, type RestApi } from '../../gateway/model';
import type { Config } from '../config/settings';
import type { PublishedApi } from './publishedApi';
import type { Service } from './service';

export type NamedValues = Record<string, NamedValue>;

/** The limits that policies read: the definition's, changed where the stack's configuration says so. */
export function createLimits(service: Service, { limits }: Gateway, config: Config): NamedValues {
  const configured = { calls: config.rateLimitCalls, renewalPeriodSeconds: config.rateLimitPeriod };
  const values = limitNamedValues({ limits: { ...limits, ...configured } });
  const resources = Object.entries(values).map(([name, value]): [string, NamedValue] => [
    name,
    createNamedValue(service, { name, value, secret: false }),
  ]);
  return Object.fromEntries(resources);
}

/** The own key of each REST API, by the API's row. API Management makes it up. */
export type ApiKeys = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * The REST APIs' own keys, and the named values through which policies know them. When somebody renews a key in API
 * Management, the next deployment hands it to the policies.
 */
export function createApiKeys(
  service: Service,
  restApis: readonly PublishedApi<RestApi, Api>[],
): { apiKeys: ApiKeys; values: NamedValues } {
  const keys = restApis.map(({ row, definition, resource }) => {
    const name = definition.key.namedValue;
    const value = createKey(service, apiSubscriptionName(row), resource);
    return { row, name, value, namedValue: createNamedValue(service, { name, value, secret: true }) };
  });
  return {
    apiKeys: Object.fromEntries(keys.map(({ row, value }) => [row, value])),
    values: Object.fromEntries(keys.map(({ name, namedValue }) => [name, namedValue])),
  };
}

/** What the backends send to the function apps; nothing where those answer everybody. */
export function createSecret(
  service: Service,
  { secret: { namedValue: name } }: Gateway,
  value: pulumi.Output<string> | undefined,
): NamedValues {
  return value === undefined ? {} : { [name]: createNamedValue(service, { name, value, secret: true }) };
}

/**
 * A subscription to one API or product. Gives its key, a secret.
 *
 * @throws RunError, which Pulumi prints without a stack, when API Management does not give out the key.
 */
export function createKey(service: Service, name: string, scope: pulumi.CustomResource): pulumi.Output<string> {
  const subscription = new Subscription(
    `${service.name}-${name}-subscription`,
    { ...service.at, sid: name, displayName: name, scope: scope.id, state: 'active', allowTracing: false },
    service.options,
  );
  const { resourceGroupName, serviceName } = service.at;
  // The id is unknown until the subscription exists, and so is its key.
  const key = pulumi
    .all([subscription.id, resourceGroupName, serviceName])
    .apply(([, resourceGroupName, serviceName]) =>
      readKey({ resourceGroupName, serviceName, sid: name }, service.options),
    );
  return pulumi.secret(key);
}

async function readKey(subscription: ListSubscriptionSecretsArgs, options: pulumi.InvokeOptions): Promise<string> {
  try {
    const { primaryKey = '' } = await listSubscriptionSecrets(subscription, options);
    return primaryKey;
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new pulumi.RunError(
      `The key of the subscription ${subscription.sid} cannot be read: ${reason} If somebody deleted it, run ` +
        'pulumi refresh, then pulumi up.',
    );
  }
}

function createNamedValue(
  service: Service,
  { name, value, secret }: { name: string; value: pulumi.Input<string>; secret: boolean },
): NamedValue {
  return new NamedValue(
    `${service.name}-value-${name}`,
    { ...service.at, namedValueId: name, displayName: name, value, secret },
    service.options,
  );
}
