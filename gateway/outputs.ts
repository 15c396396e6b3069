import { gateway, type McpServerName } from './index';
import type { Gateway, McpServer } from './model';

/** The header that carries the agents' subscription key; API Management's standard name. */
export const subscriptionKeyHeader = 'Ocp-Apim-Subscription-Key';
/** The query parameter that carries it where a client cannot set headers. */
export const subscriptionKeyQuery = 'subscription-key';

/** The output that holds the URL of an MCP server. */
export type McpUrlOutput = `${Uppercase<McpServerName>}_MCP_URL`;

/**
 * What a running stack tells the world, under the names it has in Azure (`azd env get-values`), on a laptop
 * (`npm start -- --json`) and in the environment of every client. All values are plain strings.
 */
export type Outputs = {
  /** Origin of the gateway, without a trailing slash. */
  APIM_GATEWAY_URL: string;
  /** Key for the header {@link subscriptionKeyHeader}; empty when the gateway asks for none. */
  APIM_SUBSCRIPTION_KEY: string;
} & Record<McpUrlOutput, string>;

/** One value for each MCP server, under the name of the output that holds its URL. */
export function mcpUrlOutputs<Value>(
  { mcpServers }: Pick<Gateway, 'mcpServers'>,
  valueOf: (server: McpServer, output: string) => Value,
): Record<McpUrlOutput, Value> {
  const entries = Object.entries(mcpServers).map(([name, server]) => {
    const output = `${name.toUpperCase()}_MCP_URL`;
    return [output, valueOf(server, output)];
  });
  // The type makes the same names from the rows of the definition.
  return Object.fromEntries(entries) as Record<McpUrlOutput, Value>;
}

/** The outputs of a gateway, in part or not at all in the environment. */
interface IncompleteOutputs {
  /** Names of the variables that are set, and of those that are not. The subscription key is never among them. */
  given: string[];
  missing: string[];
}

/** The running gateway that an environment names. One without keys needs no `APIM_SUBSCRIPTION_KEY`. */
export function readOutputs(env: Readonly<Record<string, string | undefined>>): Outputs | IncompleteOutputs {
  const value = (name: string) => env[name] ?? '';
  const urls = {
    APIM_GATEWAY_URL: value('APIM_GATEWAY_URL'),
    ...mcpUrlOutputs(gateway, (_, output) => value(output)),
  };
  const missing = Object.entries(urls).flatMap(([name, url]) => (url === '' ? [name] : []));
  if (missing.length === 0) return { ...urls, APIM_SUBSCRIPTION_KEY: value('APIM_SUBSCRIPTION_KEY') };
  return { given: Object.keys(urls).filter((name) => !missing.includes(name)), missing };
}
