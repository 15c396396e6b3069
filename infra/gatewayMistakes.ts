import { backendsOf, isPassthrough, mcpApiName, type Gateway, type McpServer, type RestToolsServer } from './gateway';

const serverProperties = ['path', 'displayName', 'description', 'policy'];

/** What Azure would refuse at deployment, or accept and then not serve; one sentence each, none when all is well. */
export function gatewayMistakes(definition: Gateway, apps: readonly string[]): string[] {
  return [
    ...Object.entries(definition.mcpServers).flatMap(([name, server]) => serverMistakes(name, server, definition)),
    ...pathMistakes(definition),
    ...backendsOf(definition).flatMap(([, { app }]) =>
      apps.includes(app) ? [] : [`There is no function app "${app}".`],
    ),
  ];
}

function serverMistakes(name: string, server: McpServer, { restApis }: Gateway): string[] {
  const own = isPassthrough(server) ? ['backend'] : ['api', 'tools'];
  const unknown = Object.keys(server).filter((property) => ![...serverProperties, ...own].includes(property));
  const mistakes = unknown.map((property) => `The MCP server "${name}" has "${property}". ${unknownReason(property)}`);
  if (mcpApiName(name) in restApis)
    mistakes.push(`A REST API has the name that "${name}" gets: "${mcpApiName(name)}".`);
  if (isPassthrough(server)) {
    return name in restApis
      ? [...mistakes, `"${name}" is a REST API and a passthrough server: their backends would share the name.`]
      : mistakes;
  }
  if (!Array.isArray(server.tools) || server.tools.length === 0)
    return [...mistakes, `The MCP server "${name}" has neither a backend nor tools.`];
  mistakes.push(...repeatedTools(name, server));
  return server.api in restApis
    ? mistakes
    : [...mistakes, `The MCP server "${name}" offers the REST API "${server.api}", which does not exist.`];
}

function repeatedTools(name: string, { tools }: RestToolsServer): string[] {
  const ids = tools.map(({ operationId }) => operationId);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) < index));
  return [...repeated].map((id) => `The MCP server "${name}" offers "${id}" twice.`);
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
