import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { operations } from '../../functions/orders/openapi';
import document from '../../functions/orders/openapi.json';

export type OperationId = keyof operations;

interface Operation {
  operationId: string;
  responses: Record<string, object>;
}

/** The orders contract, whose schemas Ajv reads as they are: they use nothing that OpenAPI 3.0 adds to JSON Schema. */
const ajv = addFormats(new Ajv({ allErrors: true, strict: false })).addSchema(document, 'openapi.json');

/** Every operation of the contract, with the pointer that leads to it. */
const declared = Object.entries<Partial<Record<string, Operation>>>(document.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    operation ? [{ ...operation, pointer: `/paths/${escapePointer(path)}/${method}` }] : [],
  ),
);

export const operationIds = declared.map(({ operationId }) => operationId as OperationId);

/** Everything in which an answer is not what the contract declares for its operation; empty when it is. */
export function contractMistakes(operationId: OperationId, response: Response, body: unknown): string[] {
  const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
  const validate = ajv.getSchema(schemaAt(responsePointer(operationId, String(response.status)), mediaType));
  if (!validate) return [`${operationId} declares no ${response.status} with the content type ${mediaType}`];
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** Statuses that the contract declares for an operation. */
export function declaredStatuses(operationId: OperationId): number[] {
  return Object.keys(operationNamed(operationId).responses).map(Number);
}

function operationNamed(operationId: OperationId) {
  const operation = declared.find((candidate) => candidate.operationId === operationId);
  if (!operation) throw new Error(`The contract has no operation ${operationId}.`);
  return operation;
}

function responsePointer(operationId: OperationId, status: string): string {
  const { pointer, responses } = operationNamed(operationId);
  const response = responses[status];
  return response && '$ref' in response ? String(response.$ref).slice(1) : `${pointer}/responses/${status}`;
}

function schemaAt(pointer: string, mediaType: string): string {
  return `openapi.json#${pointer}/content/${escapePointer(mediaType)}/schema`;
}

/** A JSON Pointer (RFC 6901) in the fragment of a URI: braces are not allowed there. */
function escapePointer(member: string): string {
  return encodeURIComponent(member.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('%2B', '+');
}
