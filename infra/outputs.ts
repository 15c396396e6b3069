import type { McpUrlOutput } from './gateway';

/**
 * What a running stack tells the world, under the names it has in Azure (`azd env get-values`), on a laptop
 * (`npm start -- --json`) and in the environment of every client. All values are plain strings.
 */
export type Outputs = {
  /** Origin of the gateway, without a trailing slash. */
  APIM_GATEWAY_URL: string;
  /** Key for the `Ocp-Apim-Subscription-Key` header; empty when the gateway asks for none. */
  APIM_SUBSCRIPTION_KEY: string;
} & Record<McpUrlOutput, string>;
