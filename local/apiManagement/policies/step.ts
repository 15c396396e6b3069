import type { Answer } from '../answer';
import type { Exchange, Headers } from '../exchange';

/** Works on an exchange and the headers at hand (the request's, or the response's in `outbound`); an answer ends it. */
export type Step = (exchange: Exchange, headers: Headers) => Answer | undefined;

/** What elements need to know besides their own attributes. */
export interface Environment {
  /** Names of the backends that exist. */
  backends: readonly string[];
  /** Origins to treat as if the `cors` policy listed them. */
  allowOrigins: readonly string[];
}
