/** Headers by lower-case name. */
export type Headers = Record<string, string | string[] | undefined>;

/** A key and the APIs it opens. */
export interface Subscription {
  id: string;
  key: Buffer;
  /** Paths of the APIs in scope. */
  scope: ReadonlySet<string>;
}

/** A request on its way through the gateway: what policies see and change before it is forwarded. */
export interface Exchange {
  readonly activityId: string;
  readonly method: string;
  /** Scheme and host as the client wrote them. */
  readonly origin: string;
  readonly ipAddress: string;
  /** Milliseconds on the monotonic clock. */
  readonly receivedAt: number;
  /** What follows the API's path: empty, or beginning with a slash. */
  path: string;
  /** Empty, or beginning with a question mark. */
  query: string;
  headers: Headers;
  subscription: Subscription | undefined;
  /** Name of the backend that a policy chose instead of the API's own. */
  backendId: string | undefined;
  /** How long the backend may take until its response headers arrive. */
  timeoutMs: number;
  /** Flat headers to add to whatever response there will be. */
  readonly answerHeaders: string[];
}

/** API Management's own limit where no policy sets one. */
export const defaultTimeoutMs = 300_000;

/** The first value of a header; an empty string where there is none. */
export function headerValue(headers: Headers, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
