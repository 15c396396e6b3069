import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import document from '../../functions/orders/openapi.json';

export type OperationId = 'createOrder' | 'getOrder';

/** The orders contract, whose schemas Ajv reads as they are: they use nothing that OpenAPI 3.0 adds to JSON Schema. */
const ajv = addFormats(new Ajv({ allErrors: true, strict: false })).addSchema(document, 'openapi.json');

const operations = { createOrder: document.paths['/orders'].post, getOrder: document.paths['/orders/{orderId}'].get };
const mediaTypes = ['application/json', 'application/problem+json'];

/** Everything by which an answer departs from what the contract declares for its operation; empty when nothing does. */
export function departures(operationId: OperationId, response: Response, body: unknown): string[] {
  const declared = responseSchema(operationId, response.status);
  if (!declared) return [`${operationId} declares no ${response.status}`];
  const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
  if (mediaType !== declared.mediaType) return [`content type ${mediaType} instead of ${declared.mediaType}`];
  if (declared.validate?.(body)) return [];
  return (declared.validate?.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** Statuses that the contract declares for an operation. */
export function declaredStatuses(operationId: OperationId): number[] {
  return Object.keys(operations[operationId].responses).map(Number);
}

function responseSchema(operationId: OperationId, status: number) {
  const pointer = responsePointer(operationId, String(status));
  return mediaTypes
    .map((mediaType) => ({ mediaType, validate: ajv.getSchema(schemaAt(pointer, mediaType)) }))
    .find(({ validate }) => validate);
}

function responsePointer(operationId: OperationId, status: string): string {
  const path = operationId === 'createOrder' ? '/paths/~1orders/post' : '/paths/~1orders~1%7BorderId%7D/get';
  const responses: Record<string, object> = operations[operationId].responses;
  const response = responses[status];
  return response && '$ref' in response ? String(response.$ref).slice(1) : `${path}/responses/${status}`;
}

function schemaAt(pointer: string, mediaType: string): string {
  return `openapi.json#${pointer}/content/${mediaType.replaceAll('/', '~1')}/schema`;
}
