import { gateway, type McpServerName, type RestApiName } from './index';
import type { Gateway, McpServer } from './model';

/** The header that carries the agents' subscription key; API Management's standard name. */
export const subscriptionKeyHeader = 'Ocp-Apim-Subscription-Key';
/** The query parameter that carries it where a client cannot set headers. */
export const subscriptionKeyQuery = 'subscription-key';

/** The output that holds the URL of an MCP server. */
export type McpUrlOutput = `${Uppercase<McpServerName>}_MCP_URL`;
/** The output that holds the own key of a REST API. */
type ApiKeyOutput = `${Uppercase<RestApiName>}_API_KEY`;

/**
 * What a running stack tells the world, under the names it has in Azure (`azd env get-values`), on a laptop
 * (`npm start -- --json`) and in the environment of every client. All values are plain strings.
 */
export type Outputs = {
  /** Origin of the gateway, without a trailing slash. */
  APIM_GATEWAY_URL: string;
  /** Key for the header {@link subscriptionKeyHeader}; empty when the gateway asks for none. */
  APIM_SUBSCRIPTION_KEY: string;
} & Record<McpUrlOutput, string> &
  Record<ApiKeyOutput, string>;

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

/** The keys of REST APIs, given by the names of those, under the names of the outputs that hold them. */
export function apiKeyOutputs<Value>(keys: Readonly<Record<string, Value>>): Record<ApiKeyOutput, Value> {
  const entries = Object.entries(keys).map(([api, key]) => [apiKeyOutput(api), key]);
  // The type makes the same names from the rows of the definition.
  return Object.fromEntries(entries) as Record<ApiKeyOutput, Value>;
}

function apiKeyOutput(api: string): string {
  return `${api.toUpperCase()}_API_KEY`;
}

/** An environment that does not name a gateway. */
interface NoOutputs {
  /** How many of the variables are set; keys do not count. */
  given: number;
  /** What is missing or malformed, one sentence each. */
  mistakes: string[];
}

/** The running gateway that an environment names. A key that it does not have is empty. */
export function readOutputs(env: Readonly<Record<string, string | undefined>>): Outputs | NoOutputs {
  const value = (name: string) => env[name] ?? '';
  const urls = {
    APIM_GATEWAY_URL: value('APIM_GATEWAY_URL'),
    ...mcpUrlOutputs(gateway, (_, output) => value(output)),
  };
  const mistakes = Object.entries(urls).flatMap(([name, url]) => urlMistakes(name, url));
  if (mistakes.length > 0) return { given: Object.values(urls).filter(Boolean).length, mistakes };
  const apis = Object.keys(gateway.restApis);
  const apiKeys = apiKeyOutputs(Object.fromEntries(apis.map((api) => [api, value(apiKeyOutput(api))])));
  return { ...urls, ...apiKeys, APIM_SUBSCRIPTION_KEY: value('APIM_SUBSCRIPTION_KEY') };
}

function urlMistakes(name: string, url: string): string[] {
  if (url === '') return [`${name} is missing.`];
  return /^https?:\/\//.test(url) && URL.canParse(url) ? [] : [`${name} must be an http or https URL, not "${url}".`];
}
