import * as pulumi from '@pulumi/pulumi';
import { gatewayMistakes } from '../../gateway/mistakes';
import type { Gateway } from '../../gateway/model';
import { UserError } from '../../terminal/userError';
import type { Config } from '../config/settings';
import type { Monitoring } from '../monitoring';
import type { Place } from '../place';
import { createMcpServers } from './mcpServers';
import { type ApiKeys, createApiKeys, createKey, createLimits, createSecret } from './namedValues';
import { applyGlobalPolicy, applyPolicy } from './policies';
import { createProduct } from './product';
import { createBackends, importApis, type Origins } from './restApis';
import { createService } from './service';
import { createLogger, keepLogs, traceApi } from './telemetry';

interface ApiManagementArgs {
  place: Place;
  config: Config;
  gateway: Gateway;
  /** What the backends send to the function apps; undefined where those answer everybody. */
  gatewaySecret: pulumi.Output<string> | undefined;
  /** Origin of each function app, without a trailing slash. */
  origins: Origins;
  monitoring: Monitoring;
}

/** API Management, publishing all that the gateway's definition says and nothing else. */
export class ApiManagement extends pulumi.ComponentResource {
  /** Origin of the gateway, without a trailing slash. */
  readonly gatewayUrl: pulumi.Output<string>;
  /** The agents' key, a secret; empty when the gateway asks for none. */
  readonly subscriptionKey: pulumi.Output<string>;
  readonly apiKeys: ApiKeys;
  /** The service's own public addresses, on tiers that have them. */
  readonly addresses: pulumi.Output<string[]>;

  constructor(name: string, args: ApiManagementArgs, options?: pulumi.ComponentResourceOptions) {
    super('ramen:infra:ApiManagement', name, {}, options);
    const { gateway, gatewaySecret, origins, monitoring, config } = args;
    const { subscriptionRequired } = config;
    const mistakes = gatewayMistakes(gateway, Object.keys(origins));
    if (mistakes.length > 0) throw new UserError(mistakes.join('\n'));

    const service = createService(name, args, this);
    const logger = createLogger(service, monitoring);
    keepLogs(service, monitoring);

    const secret = createSecret(service, gateway, gatewaySecret);
    const backends = createBackends(service, gateway, { origins, secret });
    const restApis = importApis(service, gateway, origins);
    const product = createProduct(service, gateway, subscriptionRequired);
    const mcpServers = createMcpServers(service, gateway, { backends, restApis, product, subscriptionRequired });

    const { apiKeys, values } = createApiKeys(service, restApis);
    const namedValues = { ...createLimits(service, gateway, config), ...values };
    const policies = { folder: gateway.policyFolder, namedValues, backends };
    applyGlobalPolicy(service, gateway.policy, policies);
    for (const api of [...restApis, ...mcpServers]) {
      applyPolicy(service, api, policies);
      traceApi(service, api, { logger, gateway });
    }

    this.subscriptionKey = subscriptionRequired ? createKey(service, gateway.product.name, product) : pulumi.secret('');

    this.apiKeys = apiKeys;
    this.gatewayUrl = service.resource.gatewayUrl.apply((url) => url.replace(/\/$/, ''));
    this.addresses = service.resource.publicIPAddresses;
    this.registerOutputs();
  }
}
