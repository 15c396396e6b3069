import type { ServerResponse } from 'node:http';

/** A whole response that the gateway gives by itself. `headers` is flat: name, value, name, value… */
export interface Answer {
  status: number;
  headers: readonly string[];
  body: string;
  /** Leaves the connection open after the body, as if more could follow. */
  leaveOpen?: boolean;
}

const json = ['Content-Type', 'application/json'] as const;

/*
 * Bodies, spacing included, are the ones API Management sends: they are plain HTTP errors, also on an MCP endpoint,
 * and client code in the wild matches their text.
 */
function apimAnswer(status: number, message: string, headers: readonly string[] = []): Answer {
  return { status, headers: [...json, ...headers], body: `{ "statusCode": ${status}, "message": "${message}" }` };
}

export const notFound = apimAnswer(404, 'Resource not found');

export function missingKey(realm: string, header: string): Answer {
  return apimAnswer(
    401,
    'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
    challenge(realm, header),
  );
}

export function invalidKey(realm: string, header: string): Answer {
  return apimAnswer(
    401,
    'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
    challenge(realm, header),
  );
}

function challenge(realm: string, header: string): string[] {
  return ['WWW-Authenticate', `AzureApiManagementKey realm="${realm}",name="${header}",type="header"`];
}

export function rateLimited(seconds: number, retryAfterHeader: string): Answer {
  return apimAnswer(429, `Rate limit is exceeded. Try again in ${seconds} seconds.`, [
    retryAfterHeader,
    String(seconds),
  ]);
}

export function forbidden(message: string): Answer {
  return apimAnswer(403, message);
}

export const badGateway = apimAnswer(502, 'The backend did not answer. It may be restarting: try again shortly.');
export const gatewayTimeout = apimAnswer(504, 'The backend did not answer in time.');

export function internalError(activityId: string): Answer {
  return {
    status: 500,
    headers: json,
    body: `{ "statusCode": 500, "message": "Internal server error", "activityId": "${activityId}" }`,
  };
}

/** Sends an answer; `extra` are flat headers that policies added. */
export function send(
  response: ServerResponse,
  { status, headers, body, leaveOpen }: Answer,
  extra: readonly string[] = [],
): void {
  if (leaveOpen) response.writeHead(status, [...headers, ...extra]).write(body);
  else response.writeHead(status, [...headers, ...extra, 'Content-Length', String(Buffer.byteLength(body))]).end(body);
}
