import { Api, Backend } from '@pulumi/azure-native/apimanagement';
import * as pulumi from '@pulumi/pulumi';
import { backendsOf, type Gateway, type RestApi } from '../../gateway/model';
import type { NamedValues } from './namedValues';
import type { PublishedApi } from './publishedApi';
import type { Service } from './service';

/** The origin of each function app, without a trailing slash. */
export type Origins = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * One for each row that has one. Each sends the secret by which the function apps know the gateway, where there is one, as a
 * reference to its named value: that must exist first, and the secret is nowhere else.
 */
export function createBackends(
  service: Service,
  gateway: Gateway,
  { origins, secret }: { origins: Origins; secret: NamedValues },
): Record<string, Backend> {
  const references = Object.keys(secret).map((name) => `{{${name}}}`);
  const credentials =
    references.length === 0 ? {} : { credentials: { header: { [gateway.secret.header]: references } } };
  const backends = backendsOf(gateway).map(([row, { app, path }]): [string, Backend] => [
    row,
    new Backend(
      `${service.name}-${row}-backend`,
      {
        ...service.at,
        backendId: row,
        protocol: 'http',
        url: pulumi.interpolate`${originOf(app, origins)}${path}`,
        tls: { validateCertificateChain: true, validateCertificateName: true },
        ...credentials,
      },
      { ...service.options, dependsOn: Object.values(secret) },
    ),
  ]);
  return Object.fromEntries(backends);
}

/**
 * Imports REST APIs from their OpenAPI documents, one after another: two documents with a tag in common race for it
 * ("Tag with the same name already exists", see the integration fixtures of Azure/apiops).
 */
export function importApis(service: Service, gateway: Gateway, origins: Origins): PublishedApi<RestApi, Api>[] {
  const imported: PublishedApi<RestApi, Api>[] = [];
  for (const [row, definition] of Object.entries(gateway.restApis)) {
    const origin = originOf(definition.backend.app, origins);
    const previous = imported.slice(-1).map(({ resource }) => resource);
    const resource = importApi(service, { row, definition, origin }, previous);
    imported.push({ row, apiName: row, definition, resource });
  }
  return imported;
}

/**
 * It always asks for a key, its own, because a REST API can be reached on the gateway as well as through its tools, and
 * API Management removes the caller's key before it calls the operation behind a tool.
 */
function importApi(
  service: Service,
  { row, definition, origin }: { row: string; definition: RestApi; origin: pulumi.Input<string> },
  dependsOn: pulumi.Resource[],
): Api {
  const { path, displayName, description, document, backend, key } = definition;
  const serviceUrl = pulumi.interpolate`${origin}${backend.path}`;
  return new Api(
    `${service.name}-${row}-api`,
    {
      ...service.at,
      apiId: row,
      path,
      displayName,
      description,
      protocols: ['https'],
      serviceUrl,
      format: 'openapi+json',
      // API Management resolves a relative server against the address it fetched the document from; this one has none.
      value: serviceUrl.apply((url) => JSON.stringify({ ...document, servers: [{ url }] })),
      // Else the import puts required query parameters into the URL template, and a call without one is not found.
      translateRequiredQueryParametersConduct: 'query',
      subscriptionRequired: true,
      subscriptionKeyParameterNames: { header: key.header, query: key.query },
    },
    { ...service.options, dependsOn },
  );
}

function originOf(app: string, origins: Origins): pulumi.Output<string> {
  const origin = origins[app];
  if (!origin) throw new RangeError(`There is no function app "${app}".`);
  return origin;
}
