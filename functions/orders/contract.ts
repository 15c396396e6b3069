import Ajv, { type DefinedError, type ValidateFunction } from 'ajv';
import document from './openapi.json';
import type { CreateOrderRequest } from './order';
import { Problem } from './problem';

/** More mistakes than this would drown the first ones. */
const maxMistakes = 5;

/** Checks a body against `CreateOrderRequest` of the contract. Throws `Problem` invalid-request, which names each mistake. */
export function checkCreateOrderRequest(body: unknown): asserts body is CreateOrderRequest {
  const matches = validator();
  if (matches(body)) return;

  // The cast that Ajv documents: these are the errors of the keywords it defines itself.
  const mistakes = ((matches.errors ?? []) as DefinedError[]).slice(0, maxMistakes).map(toMistake);
  const detail = mistakes.map(({ sentence }) => sentence).join(' ');
  throw new Problem('invalid-request', detail, mistakes[0]);
}

interface Mistake {
  pointer: string;
  sentence: string;
}

function toMistake(error: DefinedError): Mistake {
  const { instancePath: path, keyword, message = 'is not valid' } = error;
  if (keyword === 'required') return mistake(`${path}/${error.params.missingProperty}`, 'is missing');
  if (keyword === 'additionalProperties') {
    return mistake(`${path}/${escapePointer(error.params.additionalProperty)}`, 'is not a member that this object has');
  }
  if (keyword === 'format') {
    return mistake(path, 'must be a date and time with an offset, such as 2026-02-04T13:30:00+09:00');
  }
  return mistake(path, message);
}

function mistake(pointer: string, what: string): Mistake {
  return { pointer, sentence: `${pointer || 'The body'} ${what}.` };
}

/** RFC 6901, section 3. */
function escapePointer(member: string): string {
  return member.replaceAll('~', '~0').replaceAll('/', '~1');
}

let compiled: ValidateFunction<CreateOrderRequest> | undefined;

/** Compiled at the first use: it takes half as long as loading the whole app, and looking up an order needs none of it. */
function validator(): ValidateFunction<CreateOrderRequest> {
  return (compiled ??= compile());
}

function compile(): ValidateFunction<CreateOrderRequest> {
  // OpenAPI has keywords that JSON Schema does not know.
  const ajv = new Ajv({ allErrors: true, strictSchema: false });
  ajv.addFormat('date-time', isInstant);
  ajv.addSchema(document, 'openapi.json');
  return ajv.compile({ $ref: 'openapi.json#/components/schemas/CreateOrderRequest' });
}

const dateTime = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

/** RFC 3339, except the leap seconds, which no `Date` can hold. */
function isInstant(text: string): boolean {
  const date = dateTime.exec(text)?.[1];
  if (date === undefined || Number.isNaN(Date.parse(text))) return false;
  // A day that its month does not have rolls over into the next one.
  return new Date(date).toISOString().startsWith(date);
}
