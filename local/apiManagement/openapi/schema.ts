import { isObject, type Json } from '../../../gateway/json';
import { resolveReference } from '../../../gateway/openApi';
import { UserError } from '../../../terminal/userError';

/** A JSON Schema, as offered to MCP clients. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Keywords that mean the same in OpenAPI 3.0 and in JSON Schema. */
const plain = new Set([
  'type',
  'title',
  'description',
  'default',
  'enum',
  'format',
  'pattern',
  'required',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);
/** Keywords that say nothing about which values are valid. */
const dropped = new Set(['example', 'deprecated', 'externalDocs', 'xml']);

type Convert = (value: unknown, at: Location) => unknown;

interface Location {
  document: Json;
  /** From the operation on, for messages. */
  path: string;
  /** References on the way here, to detect recursion. */
  seen: readonly string[];
  /** A part of a composition must not refuse the properties of the others, nor may what contains the parts. */
  composed?: boolean;
}

const conversions: Readonly<Record<string, Convert>> = {
  properties: (value, at) => mapValues(object(value, at), (name, schema) => inline(schema, step(at, name))),
  items: (value, at) => inline(value, step(at, 'items')),
  additionalProperties: (value, at) =>
    typeof value === 'boolean' ? value : inline(value, step(at, 'additionalProperties')),
  allOf: (value, at) => composition(value, step(at, 'allOf')),
  anyOf: (value, at) => composition(value, step(at, 'anyOf')),
  oneOf: (value, at) => composition(value, step(at, 'oneOf')),
  not: (value, at) => inline(value, { ...step(at, 'not'), composed: true }),
};

/**
 * Turns a schema of an OpenAPI 3.0 document into a self-contained JSON Schema: references are put in place, and an
 * object that lists its properties takes no others, as in the tools that API Management makes.
 *
 * @param path what the schema describes, for messages
 * @throws UserError on a keyword, a reference or a recursion that cannot be expressed
 */
export function inlineSchema(schema: unknown, document: Json, path: string): JsonSchema {
  return inline(schema, { document, path, seen: [] });
}

function inline(schema: unknown, at: Location): JsonSchema {
  const source = object(schema, at);
  const reference = source.$ref;
  if (reference !== undefined) return inlineReference(reference, at);
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(source)) {
    const convert = Object.hasOwn(conversions, keyword) ? conversions[keyword] : undefined;
    if (plain.has(keyword)) result[keyword] = value;
    else if (convert) result[keyword] = convert(value, at);
    else if (!isSilent(keyword)) throw unsupported(`the keyword "${keyword}"`, at);
  }
  return nullable(source, closed({ ...result, ...exclusiveBounds(source, at) }, at));
}

/** Whether a keyword says nothing by itself: annotations, extensions, and what is read together with another keyword. */
function isSilent(keyword: string): boolean {
  return dropped.has(keyword) || keyword.startsWith('x-') || keyword in boundaries || keyword === 'nullable';
}

function inlineReference(reference: unknown, at: Location): JsonSchema {
  if (typeof reference !== 'string') throw unsupported('a reference that is not a string', at);
  if (at.seen.includes(reference)) throw unsupported(`the recursion of ${reference}`, at);
  return inline(resolveReference(reference, at.document), { ...at, seen: [...at.seen, reference] });
}

/** In OpenAPI 3.0 these are booleans that sharpen the bound beside them. */
const boundaries = { exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' } as const;

function exclusiveBounds(source: Json, at: Location): Record<string, unknown> {
  const bounds: Record<string, unknown> = {};
  for (const [exclusive, inclusive] of Object.entries(boundaries)) {
    if (typeof (source[exclusive] ?? false) !== 'boolean')
      throw unsupported(`the keyword "${exclusive}" as a number`, at);
    if (source[exclusive] !== true) continue;
    bounds[exclusive] = source[inclusive];
    bounds[inclusive] = undefined;
  }
  return bounds;
}

function composition(value: unknown, at: Location): JsonSchema[] {
  return list(value, at).map((schema) => inline(schema, { ...at, composed: true }));
}

function closed(schema: Record<string, unknown>, { composed }: Location): Record<string, unknown> {
  const open = composed === true || ['additionalProperties', 'allOf', 'anyOf', 'oneOf'].some((word) => word in schema);
  const closes = 'properties' in schema && !open;
  const present = Object.entries(schema).filter(([, value]) => value !== undefined);
  return Object.fromEntries(closes ? [...present, ['additionalProperties', false]] : present);
}

function nullable(source: Json, schema: Record<string, unknown>): JsonSchema {
  if (source.nullable !== true) return schema;
  return typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}

function object(value: unknown, at: Location): Json {
  if (!isObject(value)) throw unsupported('something that is not an object', at);
  return value;
}

function list(value: unknown, at: Location): unknown[] {
  if (!Array.isArray(value)) throw unsupported('something that is not a list', at);
  return value;
}

function step(at: Location, name: string): Location {
  return { ...at, path: `${at.path}.${name}`, composed: false };
}

function mapValues(source: Json, change: (name: string, value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, change(name, value)]));
}

function unsupported(what: string, { path }: Location): UserError {
  return new UserError(`The OpenAPI document uses ${what} at ${path}, which cannot become a tool here.`);
}
