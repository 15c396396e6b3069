import { isObject, type Json } from './json';

/** An operation of an OpenAPI document, as it is written there. */
export interface WrittenOperation {
  operationId: string | undefined;
  /** Upper case. */
  method: string;
  /** Its path; parameters in braces. */
  template: string;
  source: Json;
  /** Those of its path, and in place of some of them its own; no references. */
  parameters: readonly unknown[];
}

/** Those that API Management imports: `trace` is not one of them. */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** All operations that API Management finds in an OpenAPI document. */
export function operationsOf(document: Json): WrittenOperation[] {
  const paths = isObject(document.paths) ? Object.entries(document.paths) : [];
  return paths.flatMap(([template, item]) =>
    isObject(item)
      ? methods.filter((method) => method in item).map((method) => readOperation(document, { template, item, method }))
      : [],
  );
}

function readOperation(
  document: Json,
  { template, item, method }: { template: string; item: Json; method: string },
): WrittenOperation {
  const written = item[method];
  const source = isObject(written) ? written : {};
  const read = (list: unknown) => toList(list).map((parameter) => dereference(parameter, document));
  const own = read(source.parameters);
  const inherited = read(item.parameters).filter((old) => !own.some((parameter) => replaces(parameter, old)));
  return {
    operationId: typeof source.operationId === 'string' ? source.operationId : undefined,
    method: method.toUpperCase(),
    template,
    source,
    parameters: [...inherited, ...own],
  };
}

function replaces(parameter: unknown, old: unknown): boolean {
  return isObject(parameter) && isObject(old) && parameter.name === old.name && parameter.in === old.in;
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The names of a path's parameters: what stands in braces. */
export function templateParameters(template: string): string[] {
  return Array.from(template.matchAll(/\{([^}]+)\}/g), ([, name = '']) => name);
}

/** A value that may stand behind a reference; undefined when the reference leads nowhere. */
export function dereference(value: unknown, document: Json): unknown {
  const seen = new Set<unknown>();
  let target = value;
  while (isObject(target) && typeof target.$ref === 'string') {
    if (seen.has(target)) return undefined;
    seen.add(target);
    target = resolveReference(target.$ref, document);
  }
  return target;
}

/** What a reference inside a document leads to (RFC 6901, as the fragment of a URI); undefined when that is nothing. */
export function resolveReference(reference: string, document: Json): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return namesIn(reference).reduce<unknown>((value, name) => memberOf(value, name), document);
}

/** The names that a reference inside a document leads through, from the document on, without the escapes that it needs. */
export function namesIn(reference: string): string[] {
  const names = decode(reference).slice('#/'.length).split('/');
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decode(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return (value as unknown[])[Number(name)];
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/**
 * All references in a part of a document, outside of its examples.
 *
 * @param ofNames whether the part's keys are names that its author chose: those of the properties of an object
 */
export function referencesIn(part: unknown, ofNames = false): string[] {
  if (Array.isArray(part)) return part.flatMap((item) => referencesIn(item));
  if (!isObject(part)) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === '$ref' && typeof value === 'string') return [value];
    if (!ofNames && (key === 'example' || key === 'examples')) return [];
    return referencesIn(value, !ofNames && key === 'properties');
  });
}
