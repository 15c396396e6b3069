import { documentMistakes } from './documentMistakes';
import { backendsOf, isPassthrough, type Gateway, type McpServer, type RestToolsServer } from './model';
import { policyMistakes } from './policyMistakes';

const serverProperties = ['path', 'displayName', 'description', 'policy'];

/** What Azure would refuse at deployment, or accept and then not serve; one sentence each, none when all is well. */
export function gatewayMistakes(definition: Gateway, apps: readonly string[]): string[] {
  return [
    ...nameMistakes(definition),
    ...Object.entries(definition.mcpServers).flatMap(([name, server]) => serverMistakes(name, server, definition)),
    ...pathMistakes(definition),
    ...backendsOf(definition).flatMap(([, { app }]) =>
      apps.includes(app) ? [] : [`There is no function app "${app}".`],
    ),
    ...documentMistakes(definition),
    ...policyMistakes(definition),
  ];
}

/** Outputs and environment variables are named after rows; a hyphen is what tells an MCP server from a REST API in Azure. */
function nameMistakes({ restApis, mcpServers }: Gateway): string[] {
  const kinds = Object.entries({ 'an MCP server': mcpServers, 'a REST API': restApis });
  return kinds.flatMap(([kind, rows]) =>
    Object.keys(rows)
      .filter((name) => !/^[a-z][a-z0-9]*$/.test(name))
      .map((name) => `"${name}" is no name of ${kind}: small letters and digits, a letter first, are.`),
  );
}

function serverMistakes(name: string, server: McpServer, { restApis }: Gateway): string[] {
  return [
    ...propertyMistakes(name, server),
    ...(isPassthrough(server) ? backendMistakes(name, restApis) : toolMistakes(name, server, restApis)),
  ];
}

function propertyMistakes(name: string, server: McpServer): string[] {
  const known = [...serverProperties, ...(isPassthrough(server) ? ['backend'] : ['api', 'tools'])];
  const unknown = Object.keys(server).filter((property) => !known.includes(property));
  return unknown.map((property) => `The MCP server "${name}" has "${property}". ${unknownReason(property)}`);
}

function backendMistakes(name: string, restApis: Gateway['restApis']): string[] {
  if (!(name in restApis)) return [];
  return [`"${name}" is a REST API and a passthrough server: their backends would share the name.`];
}

function toolMistakes(
  name: string,
  { api, tools = [] }: Partial<RestToolsServer>,
  restApis: Gateway['restApis'],
): string[] {
  if (tools.length === 0) return [`The MCP server "${name}" has neither a backend nor tools.`];
  const ids = tools.map(({ operationId }) => operationId);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) < index));
  return [
    ...[...repeated].map((id) => `The MCP server "${name}" offers "${id}" twice.`),
    ...(api !== undefined && api in restApis
      ? []
      : [`The MCP server "${name}" offers the REST API "${String(api)}", which does not exist.`]),
  ];
}

const oneOrTheOther = 'It has a backend, and a server has one or the other.';
const reasons: ReadonlyMap<string, string> = new Map([
  // learn.microsoft.com shows this form, but deployed gateways answer 404 or list no tools.
  ['serviceUrl', 'API Management accepts it and then serves nothing: name a backend instead.'],
  ['operations', 'API Management lets an MCP server own no operations: name those of a REST API as tools.'],
  ['tools', oneOrTheOther],
  ['api', oneOrTheOther],
]);

/** Why a property that is known from Azure is not one here. */
function unknownReason(property: string): string {
  return reasons.get(property) ?? 'It is no property of an MCP server.';
}

function pathMistakes({ restApis, mcpServers }: Gateway): string[] {
  const paths = [...Object.values(restApis), ...Object.values(mcpServers)].map(({ path }) => path);
  return paths.flatMap((path, index) => [
    ...(/^[\w.~-]+(\/[\w.~-]+)*$/.test(path)
      ? []
      : [`"${path}" is no path of an API: segments joined by slashes are.`]),
    ...(paths.indexOf(path) < index ? [`Two APIs have the path "${path}".`] : []),
  ]);
}
