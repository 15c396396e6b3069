import type { IncomingMessage } from 'node:http';
import type { NullableStrings, RpcHttp } from '../app/rpc';
import { readBody } from './body';

/**
 * A request as the worker receives it: names of headers in lower case, values that were sent more than once joined by a
 * comma, and a body only when a Content-Length announces one, so that a chunked body arrives empty. Source of the rules:
 * Azure/azure-functions-host, `src/WebJobs.Script.Grpc/MessageExtensions/GrpcMessageConversionExtensions.cs`.
 */
export async function toRpcRequest(
  request: IncomingMessage,
  url: URL,
  params: Record<string, string>,
): Promise<RpcHttp> {
  const body = await readBody(request);
  const announced = Number(request.headers['content-length']) > 0;
  return {
    url: url.href,
    method: request.method ?? 'GET',
    nullableHeaders: headerValues(request.rawHeaders),
    nullableQuery: joined(url.searchParams),
    nullableParams: joined(Object.entries(params)),
    ...(announced ? { body: { bytes: body } } : {}),
  };
}

function headerValues(rawHeaders: string[]): NullableStrings {
  const entries: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    entries.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  }
  return joined(entries);
}

function joined(entries: Iterable<[string, string]>): NullableStrings {
  const values: NullableStrings = {};
  for (const [name, value] of entries) {
    const earlier = values[name]?.value;
    values[name] = { value: earlier === undefined ? value : `${earlier},${value}` };
  }
  return values;
}
