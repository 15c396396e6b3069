import { isObject, type Json } from './json';
import type { Gateway, RestToolsServer } from './model';
import { namesIn, operationsOf, referencesIn, resolveReference } from './openApi';
import { offerMistakes, operationMistakes } from './operationMistakes';

const largestDocument = 4 * 1024 * 1024;

/**
 * What API Management refuses when it imports the documents of the REST APIs, or changes so that a client would see it;
 * one sentence each (https://learn.microsoft.com/azure/api-management/api-management-api-import-restrictions).
 */
export function documentMistakes({ restApis, mcpServers }: Gateway): string[] {
  return Object.entries(restApis).flatMap(([name, { document }]) => {
    const offered = Object.values(mcpServers).flatMap(({ api, tools = [] }: Partial<RestToolsServer>) =>
      api === name ? tools.map(({ operationId }) => operationId) : [],
    );
    return mistakesIn({ ...document }, new Set(offered)).map((mistake) => `The REST API "${name}" ${mistake}`);
  });
}

function mistakesIn(document: Json, offered: ReadonlySet<string>): string[] {
  const version = String(document.openapi ?? document.swagger);
  if (!/^3\.[01]\./.test(version)) {
    return [`has a document of OpenAPI "${version}": 3.0 and 3.1 are what API Management imports from here.`];
  }
  const operations = operationsOf(document);
  return [
    ...sizeMistakes(document),
    ...referenceMistakes(document),
    ...recursionMistakes(document),
    ...operations.flatMap(operationMistakes),
    ...nameMistakes(operations.flatMap(({ operationId }) => operationId ?? [])),
    ...[...offered].flatMap((operationId) => {
      const operation = operations.find((candidate) => candidate.operationId === operationId);
      return operation ? offerMistakes(operation, document) : [`has no operation "${operationId}" to offer as a tool.`];
    }),
  ];
}

function sizeMistakes(document: Json): string[] {
  const size = Buffer.byteLength(JSON.stringify(document));
  return size <= largestDocument ? [] : [`has a document of ${size} bytes: API Management imports 4 MB at most.`];
}

function referenceMistakes(document: Json): string[] {
  return [...new Set(referencesIn(document))].flatMap((reference) => {
    if (!reference.startsWith('#')) return [`refers to ${reference}: its document must be self-contained.`];
    return resolveReference(reference, document) === undefined ? [`refers to ${reference}, which does not exist.`] : [];
  });
}

function recursionMistakes({ components }: Json): string[] {
  const schemas = isObject(components) && isObject(components.schemas) ? components.schemas : {};
  const references = new Map(
    Object.entries(schemas).map(([name, schema]) => [name, referencesIn(schema).flatMap(schemaName)]),
  );
  return [...references.keys()]
    .filter((name) => reachableFrom(name, references).has(name))
    .map((name) => `has the schema "${name}", which contains itself: API Management supports no recursion.`);
}

/** The schema that a reference leads to; none for a part of one, or another kind of component. */
function schemaName(reference: string): string[] {
  const [, kind, name, ...inside] = namesIn(reference);
  return kind === 'schemas' && name !== undefined && inside.length === 0 ? [name] : [];
}

function reachableFrom(start: string, references: ReadonlyMap<string, string[]>): ReadonlySet<string> {
  const reached = new Set(references.get(start));
  for (const name of reached) for (const next of references.get(name) ?? []) reached.add(next);
  return reached;
}

function nameMistakes(names: readonly string[]): string[] {
  return names.flatMap((name, index) => {
    const earlier = names.slice(0, index).find((other) => other.toLowerCase() === name.toLowerCase());
    if (earlier === undefined) return [];
    return [`has the operations "${earlier}" and "${name}", whose names API Management does not tell apart.`];
  });
}
