import type { Call } from './call';
import type { Subscription } from './exchange';
import type { Policy } from './policies/policy';
import type { KeyRule } from './subscriptions';
import type { Upstreams } from './upstream';

/** An API of the gateway, compiled: all that a request needs is here. */
export interface Api {
  name: string;
  /** Begins with a slash. */
  path: string;
  /** Where the key is looked for; undefined when none is asked for. */
  key: KeyRule | undefined;
  /** Request headers that neither policies nor backends get to see. */
  hidden: readonly string[];
  policy: Policy;
  /** Answers a call whose path, key and policies were in order. */
  serve: (call: Call) => void;
}

/** What APIs are compiled from, besides their own row of the definition. */
export interface Compilation {
  upstreams: Upstreams;
  /** Compiles a policy file together with the wider scopes. */
  compile: (policyFile: string) => Policy;
  subscriptions: readonly Subscription[];
  /** Whether MCP servers ask for the agents' key. */
  subscriptionRequired: boolean;
  leaveStreamsOpen: boolean;
  /** Whether passthrough servers name the operation of a call. */
  logOperations: boolean;
}
