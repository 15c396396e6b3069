import { isObject, type Json } from './json';
import { dereference, templateParameters, type WrittenOperation } from './openApi';

interface Parameter {
  name: string;
  place: string;
  source: Json;
}

function parametersOf({ parameters }: WrittenOperation): Parameter[] {
  return parameters.flatMap((source) =>
    isObject(source) && typeof source.name === 'string'
      ? [{ name: source.name, place: String(source.in), source }]
      : [],
  );
}

/** What the import refuses of an operation, offered or not. */
export function operationMistakes(operation: WrittenOperation): string[] {
  const { operationId, method, template, source } = operation;
  const called = operationId ?? `${method} ${template}`;
  const parameters = parametersOf(operation);
  const inUrl = parameters.filter(({ place }) => place === 'path' || place === 'query').map(({ name }) => name);
  const repeated = inUrl.filter((name, index) => inUrl.findIndex((other) => isSameName(other, name)) < index);
  const stray = parameters.filter(
    ({ place, name }) => place === 'path' && !templateParameters(template).includes(name),
  );
  const summary = typeof source.summary === 'string' ? source.summary : '';
  return [
    ...repeated.map(
      (name) =>
        `has two parameters "${name}" in path and query of ${called}: API Management takes a name once, in any case of its letters.`,
    ),
    ...stray.map(
      ({ name }) => `declares the path parameter "${name}" of ${called}, which its path ${template} does not have.`,
    ),
    ...(summary.length > 300
      ? [`has a summary of ${summary.length} characters for ${called}: API Management takes 300 at most.`]
      : []),
  ];
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What the import changes of an operation so that a tool made of it would miss it. */
export function offerMistakes(operation: WrittenOperation, document: Json): string[] {
  const { operationId = '', method, source } = operation;
  const reasons = [
    // The documented normalization turns others into dashes and cuts; case and underscores have been seen to survive.
    ...(/^[A-Za-z0-9]([\w-]{0,74}[A-Za-z0-9])?$/.test(operationId)
      ? []
      : ['API Management renames it; 1 to 76 letters, digits, dashes and underscores would stay.']),
    ...(['GET', 'HEAD', 'OPTIONS'].includes(method) && source.requestBody !== undefined
      ? [`API Management drops the body of a ${method} operation.`]
      : []),
    ...parametersOf(operation).flatMap((parameter) => parameterReasons(parameter, document)),
  ];
  return reasons.map((reason) => `cannot offer "${operationId}" as a tool: ${reason}`);
}

const places = ['path', 'query', 'header'];

function parameterReasons({ name, place, source }: Parameter, document: Json): string[] {
  if (!places.includes(place)) {
    return source.required === true
      ? [`API Management imports no parameter in ${place}, and "${name}" is required.`]
      : [];
  }
  const schema = dereference(source.schema, document);
  const isList = isObject(schema) && (schema.type === 'array' || schema.type === 'object');
  const isDefault = (source.style ?? 'form') === 'form' && source.explode !== false;
  if (place !== 'query' || !isList || isDefault) return [];
  return [`API Management imports the query parameter "${name}" only with style: form and explode: true.`];
}
