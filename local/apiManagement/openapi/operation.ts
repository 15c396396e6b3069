import { isObject, type Json } from '../../../gateway/json';
import { dereference, operationsOf, templateParameters, type WrittenOperation } from '../../../gateway/openApi';
import { UserError } from '../../../terminal/userError';
import type { Headers } from '../exchange';
import { inlineSchema, type JsonSchema } from './schema';

/** One operation of an OpenAPI document, as far as a gateway needs it. */
export interface Operation {
  operationId: string;
  /** Upper case. */
  method: string;
  /** Begins with a slash; parameters in braces. */
  template: string;
  parameters: readonly Parameter[];
  body: Body | undefined;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string | undefined;
}

export interface Body {
  /** The name of its component schema: that of the tool's argument in API Management. */
  argument: string;
  required: boolean;
  schema: JsonSchema;
}

/** A call of an operation; the path is relative to the API. */
export interface OperationRequest {
  method: string;
  path: string;
  query: string;
  headers: Headers;
  body: string | undefined;
}

const places = ['path', 'query', 'header'] as const;

/**
 * Reads all operations of an OpenAPI 3.0 document in which `gateway/mistakes.ts` found none.
 *
 * @throws UserError on whatever the local gateway could not honour: a missing `operationId`, a body that is not JSON, an
 *   unknown construct in a schema
 */
export function readOperations(document: object): Operation[] {
  const root: Json = { ...document };
  if (!String(root.openapi).startsWith('3.0.')) {
    throw new UserError(`The document is "openapi": "${String(root.openapi)}", and 3.0 is what is read here.`);
  }
  return operationsOf(root).map((written) => readOperation(written, root));
}

function readOperation({ operationId, method, template, source, parameters }: WrittenOperation, root: Json): Operation {
  if (operationId === undefined) {
    throw new UserError(`The OpenAPI document names no operationId for ${method} ${template}.`);
  }
  const own = parameters.flatMap((parameter) => readParameter(parameter, operationId));
  checkPath(template, own, operationId);
  const body = readBody(dereference(source.requestBody, root), root, operationId);
  return { operationId, method, template, parameters: own, body };
}

function checkPath(template: string, parameters: readonly Parameter[], operationId: string): void {
  const declared = parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name);
  const missing = templateParameters(template).find((name) => !declared.includes(name));
  if (missing !== undefined)
    throw new UserError(`The OpenAPI document declares no path parameter "${missing}" for ${operationId}.`);
}

/** OpenAPI ignores parameters of these names: other parts of the document speak of them. */
const spokenForHeaders = new Set(['accept', 'content-type', 'authorization']);

function readParameter(parameter: unknown, operationId: string): Parameter[] {
  if (!isObject(parameter) || typeof parameter.name !== 'string') {
    throw new UserError(`The OpenAPI document has a parameter without a name in ${operationId}.`);
  }
  const { name, description } = parameter;
  const place = places.find((known) => known === parameter.in);
  if (place === 'header' && spokenForHeaders.has(name.toLowerCase())) return [];
  if (!place) return [];
  const required = parameter.required === true || place === 'path';
  return [{ name, in: place, required, description: typeof description === 'string' ? description : undefined }];
}

function readBody(body: unknown, root: Json, operationId: string): Body | undefined {
  if (!isObject(body)) return undefined;
  const media = isObject(body.content) ? body.content['application/json'] : undefined;
  if (!isObject(media))
    throw new UserError(`The body of ${operationId} is not application/json, which is what a tool can send.`);
  const schema = isObject(media.schema) ? media.schema : {};
  const reference = schema.$ref;
  return {
    argument:
      typeof reference === 'string'
        ? reference.slice(reference.lastIndexOf('/') + 1)
        : `request-${pascalCase(operationId)}`,
    required: body.required === true,
    schema: inlineSchema(schema, root, operationId),
  };
}

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
