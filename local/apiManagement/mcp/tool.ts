import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { isObject } from '../../../gateway/json';
import { UserError } from '../../../terminal/userError';
import type { Operation, OperationRequest, Parameter } from '../openapi/operation';
import type { JsonSchema } from '../openapi/schema';

/** An operation as a tool: what clients see of it, and the way from arguments to a request. */
export interface Tool {
  readonly operation: Operation;
  readonly definition: { name: string; description: string; inputSchema: JsonSchema };
  /**
   * Makes the HTTP request out of a call's arguments; the path is relative to the API.
   *
   * @throws ArgumentsError when they do not fit
   */
  toRequest(args: unknown): OperationRequest;
}

/** Arguments that do not fit a tool, in a sentence from which a model can repair its call. */
export class ArgumentsError extends Error {
  override name = 'ArgumentsError';
}

/**
 * Compiles an operation into a tool the way API Management does: path, query and required header parameters become
 * arguments of type string beside one argument for the JSON body, named after its component schema; optional headers
 * are left out.
 */
export function compileTool(operation: Operation, description: string): Tool {
  const parameters = operation.parameters.filter(({ in: place, required }) => place !== 'header' || required);
  checkNames(operation, parameters);
  const validate = compileValidator(operation, schemaOf(operation, parameters, ['string', 'number', 'boolean']));
  const assemble = compileAssembly(operation, parameters);
  return {
    operation,
    definition: { name: operation.operationId, description, inputSchema: schemaOf(operation, parameters, 'string') },
    toRequest(args = {}) {
      if (!validate(args)) throw new ArgumentsError(describeMistakes(operation, validate.errors ?? []));
      return assemble(args as Record<string, unknown>);
    },
  };
}

/** @param scalar what a parameter may be: clients are told `string`, but a number that a model sends is no mistake */
function schemaOf(
  { body }: Operation,
  parameters: readonly Parameter[],
  scalar: string | readonly string[],
): JsonSchema {
  const properties = parameters.map(({ name, description }) => [
    name,
    { type: scalar, ...(description && { description }) },
  ]);
  const required = [...parameters, ...(body ? [{ name: body.argument, required: body.required }] : [])]
    .filter((argument) => argument.required)
    .map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries([...properties, ...(body ? [[body.argument, body.schema]] : [])]),
    required,
    additionalProperties: false,
  };
}

function checkNames({ operationId, body }: Operation, parameters: readonly Parameter[]): void {
  const names = [...parameters.map(({ name }) => name), ...(body ? [body.argument] : [])];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated)
    throw new UserError(`${operationId} has two arguments named "${repeated}", so it cannot become a tool.`);
}

function compileValidator({ operationId }: Operation, schema: JsonSchema): ValidateFunction {
  // Formats and annotations are the API's own to judge; the shape is what decides where a value travels.
  const ajv = new Ajv({ allErrors: true, validateFormats: false, strictTypes: false });
  try {
    return ajv.compile(schema);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`The schemas of ${operationId} cannot be checked: ${reason}.`, { cause });
  }
}

type Assemble = (args: Record<string, unknown>) => OperationRequest;

function compileAssembly({ method, template, body }: Operation, parameters: readonly Parameter[]): Assemble {
  const segments = template.split(/\{([^}]+)\}/);
  const queries = parameters.filter(({ in: place }) => place === 'query');
  const headers = parameters.filter(({ in: place }) => place === 'header');
  return (args) => ({
    method,
    path: segments.map((part, index) => (index % 2 === 0 ? part : pathValue(part, args[part]))).join(''),
    query: queryString(queries, args),
    headers: Object.fromEntries(headers.map(({ name }) => [name.toLowerCase(), headerText(name, args[name])])),
    body: body && args[body.argument] !== undefined ? JSON.stringify(args[body.argument]) : undefined,
  });
}

/** One segment, whatever the value holds: a slash is encoded, and dots alone would climb to another path. */
function pathValue(name: string, value: unknown): string {
  const text = String(value);
  if (text === '' || text === '.' || text === '..') throw new ArgumentsError(`"${name}" must not be "${text}".`);
  return encode(name, text);
}

function encode(name: string, text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new ArgumentsError(`"${name}" is not valid Unicode.`, { cause });
  }
}

function queryString(parameters: readonly Parameter[], args: Record<string, unknown>): string {
  const pairs = parameters
    .filter(({ name }) => args[name] !== undefined)
    .map(({ name }) => `${encodeURIComponent(name)}=${encode(name, String(args[name]))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

function headerText(name: string, value: unknown): string {
  const text = String(value);
  if (!/^[\t\x20-\x7e]*$/.test(text)) throw new ArgumentsError(`"${name}" travels in a header: printable ASCII only.`);
  return text;
}

function describeMistakes({ operationId, body }: Operation, errors: readonly ErrorObject[]): string {
  const sentences = errors.slice(0, 5).map((error) => `${describeMistake(error)}.`);
  const misplaced = errors.some((error) => error.keyword === 'additionalProperties' && error.instancePath === '');
  if (body && misplaced) sentences.push(`The fields of the body belong inside "${body.argument}".`);
  return `${operationId} was not called. ${sentences.join(' ')}`;
}

function describeMistake({ keyword, instancePath, message, params }: ErrorObject): string {
  const where = instancePath ? `"${instancePath.slice(1)}"` : 'The arguments';
  const detail: unknown = isObject(params) ? (params.additionalProperty ?? params.allowedValues) : undefined;
  if (keyword === 'additionalProperties') return `${where} must not have "${String(detail)}"`;
  return `${where} ${message ?? 'are not valid'}${Array.isArray(detail) ? `: ${detail.join(', ')}` : ''}`;
}
