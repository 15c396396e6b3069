import { StartFailure } from '../../startFailure';

/** A JSON Schema, as offered to MCP clients. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is read of an OpenAPI document; everything in it is checked before it is used. */
export type Json = Readonly<Record<string, unknown>>;

/** Keywords that mean the same in OpenAPI 3.0 and in JSON Schema. */
const plain = new Set([
  ...['type', 'title', 'description', 'default', 'enum', 'format', 'pattern', 'required'],
  ...['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
]);
/** Keywords that say nothing about which values are valid. */
const dropped = new Set(['example', 'deprecated', 'externalDocs', 'xml']);

type Convert = (value: unknown, at: Place) => Record<string, unknown>;

interface Place {
  document: Json;
  /** Where we are, for messages. */
  path: string;
  /** References on the way here, to detect recursion. */
  seen: readonly string[];
  /** A part of a composition must not refuse the properties of the others, nor may what contains the parts. */
  composed?: boolean;
}

const conversions: Readonly<Record<string, Convert>> = {
  properties: (value, at) => ({
    properties: mapValues(object(value, at), (name, schema) => inline(schema, step(at, name))),
  }),
  items: (value, at) => ({ items: inline(value, step(at, 'items')) }),
  additionalProperties: (value, at) => ({
    additionalProperties: typeof value === 'boolean' ? value : inline(value, step(at, 'additionalProperties')),
  }),
  allOf: (value, at) => ({ allOf: composition(value, step(at, 'allOf')) }),
  anyOf: (value, at) => ({ anyOf: composition(value, step(at, 'anyOf')) }),
  oneOf: (value, at) => ({ oneOf: composition(value, step(at, 'oneOf')) }),
  not: (value, at) => ({ not: inline(value, { ...step(at, 'not'), composed: true }) }),
};

/**
 * Turns a schema of an OpenAPI 3.0 document into a self-contained JSON Schema: references are put in place, and an
 * object that lists its properties takes no others, as in the tools that API Management makes.
 *
 * @param path what the schema describes, for messages
 * @throws StartFailure on a keyword, a reference or a recursion that cannot be expressed
 */
export function inlineSchema(schema: unknown, document: Json, path: string): JsonSchema {
  return inline(schema, { document, path, seen: [] });
}

function inline(schema: unknown, at: Place): JsonSchema {
  const source = object(schema, at);
  const reference = source.$ref;
  if (reference !== undefined) return inlineReference(reference, at);
  const result = Object.entries(source).reduce((all, [keyword, value]) => {
    if (plain.has(keyword)) return { ...all, [keyword]: value };
    const convert = Object.hasOwn(conversions, keyword) ? conversions[keyword] : undefined;
    if (convert) return { ...all, ...convert(value, at) };
    if (dropped.has(keyword) || keyword.startsWith('x-') || keyword in boundaries || keyword === 'nullable') return all;
    throw unsupported(`the keyword "${keyword}"`, at);
  }, {});
  return nullable(source, closed({ ...result, ...exclusiveBounds(source, at) }, at));
}

function inlineReference(reference: unknown, at: Place): JsonSchema {
  if (typeof reference !== 'string') throw unsupported('a reference that is not a string', at);
  if (at.seen.includes(reference)) throw unsupported(`the recursion of ${reference}`, at);
  return inline(resolve(reference, at.document), { ...at, seen: [...at.seen, reference] });
}

/** In OpenAPI 3.0 these are booleans that sharpen the bound beside them. */
const boundaries = { exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' } as const;

function exclusiveBounds(source: Json, at: Place): Record<string, unknown> {
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

function composition(value: unknown, at: Place): JsonSchema[] {
  return list(value, at).map((schema) => inline(schema, { ...at, composed: true }));
}

function closed(schema: Record<string, unknown>, { composed }: Place): Record<string, unknown> {
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

/**
 * Follows a reference inside the document.
 *
 * @throws StartFailure when it leads outside, or nowhere
 */
export function resolve(reference: string, document: Json): unknown {
  if (!reference.startsWith('#/'))
    throw new StartFailure(`The OpenAPI document refers to ${reference}: it must be self-contained.`);
  const target = reference
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, part) => (isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined),
      document,
    );
  if (target === undefined)
    throw new StartFailure(`The OpenAPI document refers to ${reference}, which does not exist.`);
  return target;
}

/** A value that may stand behind a reference. */
export function dereference(value: unknown, document: Json): unknown {
  return isObject(value) && typeof value.$ref === 'string'
    ? dereference(resolve(value.$ref, document), document)
    : value;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(value: unknown, at: Place): Json {
  if (!isObject(value)) throw unsupported('something that is not an object', at);
  return value;
}

function list(value: unknown, at: Place): unknown[] {
  if (!Array.isArray(value)) throw unsupported('something that is not a list', at);
  return value;
}

function step(at: Place, name: string): Place {
  return { ...at, path: `${at.path}.${name}`, composed: false };
}

function mapValues(source: Json, change: (name: string, value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, change(name, value)]));
}

function unsupported(what: string, { path }: Place): StartFailure {
  return new StartFailure(`The OpenAPI document uses ${what} at ${path}, which cannot become a tool here.`);
}
