import { type Backend, type Gateway, isPassthrough } from '../gateway';

/** One API on the gateway: its row in the definition, its name in API Management and the resource that declares it. */
export interface PublishedApi<Definition extends { policy: string }, Declared> {
  row: string;
  apiName: string;
  definition: Definition;
  resource: Declared;
}

/** API Management's name for an MCP server, which shares one list of names with the REST APIs. */
export function mcpApiName(row: string): string {
  return `${row}-mcp`;
}

/** The backends of a gateway, each named after its row. */
export function backendsOf(gateway: Gateway): Record<string, Backend> {
  return Object.fromEntries(backendRows(gateway));
}

/**
 * Refuses a definition that API Management could not hold: the name of a backend, the name of an API and the path of an
 * API belong to one row each.
 *
 * @throws with a sentence that names the culprit.
 */
export function checkDefinition(gateway: Gateway): void {
  const { restApis, mcpServers } = gateway;
  const once = {
    backend: backendRows(gateway).map(([row]) => row),
    API: [...Object.keys(restApis), ...Object.keys(mcpServers).map(mcpApiName)],
    path: [...Object.values(restApis), ...Object.values(mcpServers)].map(({ path }) => path),
  };
  for (const [kind, names] of Object.entries(once)) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`The gateway's definition has two rows with the ${kind} ${twice}.`);
  }
}

function backendRows({ restApis, mcpServers }: Gateway): [string, Backend][] {
  const passthrough = Object.entries(mcpServers).flatMap(([row, server]): [string, Backend][] =>
    isPassthrough(server) ? [[row, server.backend]] : [],
  );
  return [...Object.entries(restApis).map(([row, { backend }]): [string, Backend] => [row, backend]), ...passthrough];
}
