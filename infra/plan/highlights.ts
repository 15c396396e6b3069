import { roles } from '../roles';
import type { PlannedResource } from './graph';
import { toProperties } from './predictedAzure';

/** What a reviewer looks for in a resource, by its type: a label, and where it is in the inputs. */
const highlights: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Microsoft.Storage/storageAccounts': {
    'shared keys': 'allowSharedKeyAccess',
    'public blobs': 'allowBlobPublicAccess',
    TLS: 'minimumTlsVersion',
  },
  'Microsoft.Insights/components': { 'local authentication off': 'disableLocalAuth' },
  'Microsoft.Authorization/roleAssignments': { role: 'roleDefinitionId', on: 'scope' },
  'Microsoft.Insights/diagnosticSettings': { logs: 'logs.categoryGroup', tables: 'logAnalyticsDestinationType' },
  'Microsoft.Web/serverfarms': { sku: 'sku.name' },
  'Microsoft.Web/sites': {
    runtime: 'functionAppConfig.runtime.name',
    version: 'functionAppConfig.runtime.version',
    memory: 'functionAppConfig.scaleAndConcurrency.instanceMemoryMB',
    'most instances': 'functionAppConfig.scaleAndConcurrency.maximumInstanceCount',
    'https only': 'httpsOnly',
    'by default': 'siteConfig.ipSecurityRestrictionsDefaultAction',
    settings: 'siteConfig.appSettings.name',
  },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': { allow: 'allow' },
  'Microsoft.ApiManagement/service': { sku: 'sku.name', units: 'sku.capacity', identity: 'identity.type' },
  'Microsoft.ApiManagement/service/loggers': { credential: 'credentials.identityClientId' },
  'Microsoft.ApiManagement/service/policies': { policy: 'value' },
  'Microsoft.ApiManagement/service/apis/policies': { policy: 'value' },
  'Microsoft.ApiManagement/service/backends': { url: 'url', sends: 'credentials.header' },
  'Microsoft.ApiManagement/service/namedValues': { value: 'value', secret: 'secret' },
  'Microsoft.ApiManagement/service/products': { 'key required': 'subscriptionRequired' },
  'Microsoft.ApiManagement/service/subscriptions': { opens: 'scope' },
  'Microsoft.ApiManagement/service/apis': {
    kind: 'type',
    path: 'path',
    'key in': 'subscriptionKeyParameterNames.header',
    'key required': 'subscriptionRequired',
    backend: 'backendId',
  },
  'Microsoft.ApiManagement/service/apis/diagnostics': {
    'frontend bodies': 'frontend.response.body.bytes',
    'backend bodies': 'backend.response.body.bytes',
    'hidden in URLs': 'frontend.request.dataMasking.queryParams.value',
  },
  'Microsoft.ApiManagement/service/products/apiLinks': { api: 'apiId' },
};

/** `label value` for each highlight that the resource has. */
export function highlightsOf({ type, inputs }: PlannedResource): string[] {
  return Object.entries(highlights[type] ?? {}).flatMap(([label, path]) => {
    const found = lookUp(inputs, path.split('.')).map(short);
    return found.length === 0 ? [] : [`${label} ${found.join(', ')}`];
  });
}

/** One line for each tool of an MCP server: its name, and the operation that a call of it is. */
export function toolsOf({ inputs }: PlannedResource): string[] {
  return lookUp(inputs, ['mcpTools']).map((tool) => {
    const { name, operationId } = toProperties(tool);
    const [api, operation] = String(operationId).split('/apis/')[1]?.split('/operations/') ?? [];
    return `tool ${String(name)} calls ${String(operation)} of ${String(api)}`;
  });
}

/** Follows a path, into every item where there is a list. */
function lookUp(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => lookUp(item, key === undefined ? rest : [key, ...rest]));
  if (value === undefined) return [];
  if (key === undefined) return [value];
  return typeof value === 'object' && value !== null && key in value
    ? lookUp(Object.getOwnPropertyDescriptor(value, key)?.value, rest)
    : [];
}

/**
 * The end of an ARM id says it all, the name of a role its purpose, the first comment of a policy what it is for, and the
 * members of an object what is set.
 */
function short(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : String(value);
  const comment = /^<!--\s*(.*?)\s*-->/s.exec(text)?.[1];
  if (comment !== undefined) return comment;
  if (!text.startsWith('/subscriptions/')) return text;
  const last = text.slice(text.lastIndexOf('/') + 1);
  const role = Object.entries(roles).find(([, definition]) => definition === last);
  return role?.[0] ?? last;
}
