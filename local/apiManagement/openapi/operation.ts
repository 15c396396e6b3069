import { UserError } from '../../../terminal/userError';
import { isObject, type Json } from '../../json';
import type { Headers } from '../exchange';
import { dereference, inlineSchema, type JsonSchema } from './schema';

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

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const places = ['path', 'query', 'header'] as const;

/**
 * Reads all operations of an OpenAPI 3.0 document.
 *
 * @throws UserError on whatever the gateway could not honour: a missing `operationId`, a body that is not JSON, an
 *   unknown construct in a schema
 */
export function readOperations(document: object): Operation[] {
  const root: Json = { ...document };
  if (!String(root.openapi).startsWith('3.0.')) {
    throw new UserError(`The document is "openapi": "${String(root.openapi)}", and 3.0 is what is read here.`);
  }
  if (!isObject(root.paths)) throw new UserError('The OpenAPI document has no paths.');
  return Object.entries(root.paths).flatMap(([template, item]) => {
    if (!isObject(item)) return [];
    return methods.filter((method) => method in item).map((method) => readOperation({ root, template, item, method }));
  });
}

interface Source {
  root: Json;
  template: string;
  item: Json;
  method: string;
}

function readOperation({ root, template, item, method }: Source): Operation {
  const source = item[method];
  const operationId = isObject(source) ? source.operationId : undefined;
  if (!isObject(source) || typeof operationId !== 'string') {
    throw new UserError(`The OpenAPI document names no operationId for ${method.toUpperCase()} ${template}.`);
  }
  const read = (list: unknown) =>
    (Array.isArray(list) ? (list as unknown[]) : []).flatMap((parameter) =>
      readParameter(dereference(parameter, root), operationId),
    );
  const parameters = override(read(item.parameters), read(source.parameters));
  checkPath(template, parameters, operationId);
  return {
    operationId,
    method: method.toUpperCase(),
    template,
    parameters,
    body: readBody(dereference(source.requestBody, root), root, operationId),
  };
}

/** Parameters of a path, and in place of some of them those of one of its operations. */
function override(ofPath: readonly Parameter[], own: readonly Parameter[]): Parameter[] {
  const isOverridden = (old: Parameter) => own.some(({ name, in: place }) => name === old.name && place === old.in);
  return [...ofPath.filter((parameter) => !isOverridden(parameter)), ...own];
}

function checkPath(template: string, parameters: readonly Parameter[], operationId: string): void {
  const declared = parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name);
  const missing = [...template.matchAll(/\{([^}]+)\}/g)]
    .map(([, name = '']) => name)
    .find((name) => !declared.includes(name));
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
  const required = parameter.required === true || place === 'path';
  if (!place) {
    if (!required) return [];
    throw new UserError(
      `${operationId} requires the parameter "${name}" in ${String(parameter.in)}, which a tool cannot set.`,
    );
  }
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
