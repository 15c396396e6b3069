import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import document from '../../../functions/orders/openapi.json';
import { gateway } from '../../../gateway';

const ajv = addFormats(new Ajv({ strict: false, allErrors: true })).addSchema(document, 'openapi.json');

/** Every object of the document with the path that leads to it. */
function objectsIn(value: unknown, path = ''): [string, Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value).flatMap(([name, member]) =>
    objectsIn(member, `${path}/${name.replaceAll('/', '~1')}`),
  );
  return Array.isArray(value) ? members : [[path, { ...value }], ...members];
}

const objects = objectsIn(document).filter(([path]) => !/\/examples?\/|\/value/.test(path));
const contents = objects.filter(([, { schema, examples }]) => schema && examples);

it('refers to nothing outside itself', () => {
  const references = objects.flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []));

  expect(references.length).toBeGreaterThan(10);
  expect(references.filter((reference) => !reference.startsWith('#/components/'))).toEqual([]);
});

// API Management cuts or refuses what is longer, and does not import these keywords at the root of a body.
it('stays within what API Management imports', () => {
  const texts = objects.flatMap(([path, { description }]) =>
    typeof description === 'string' ? [[path, description.length] as const] : [],
  );

  expect(texts.filter(([, length]) => length > 1000)).toEqual([]);
  expect(objects.filter(([, object]) => 'nullable' in object || 'anyOf' in object || 'oneOf' in object)).toEqual([]);
});

it('describes every member of every schema', () => {
  const members = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    Object.entries('properties' in schema ? schema.properties : {}).map(
      ([member, shape]) => [`${name}.${member}`, shape] as const,
    ),
  );

  expect(members.filter(([, shape]) => !('description' in shape) && !('$ref' in shape)).map(([name]) => name)).toEqual(
    [],
  );
});

it.each(contents.map(([path, content]) => ({ path, examples: Object.entries({ ...(content.examples as object) }) })))(
  'shows only valid examples under $path',
  ({ path, examples }) => {
    const validate = ajv.getSchema(`openapi.json#${path.replaceAll('{', '%7B').replaceAll('}', '%7D')}/schema`);

    const faults = examples.filter(([, example]) => !validate?.((example as { value: unknown }).value));

    expect(validate).toBeDefined();
    expect(examples.length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  },
);

it('accepts the same keys in the header as in the body', () => {
  const { minLength, maxLength } = document.components.schemas.CreateOrderRequest.properties.idempotencyKey;
  const [header] = document.paths['/orders'].post.parameters;

  expect(header?.schema).toEqual({ type: 'string', minLength, maxLength });
});

it('asks for the key under the names that the gateway’s definition has', () => {
  const { header, query } = gateway.restApis.orders.key;
  const { securitySchemes } = document.components;

  expect(document.security.flatMap((scheme) => Object.keys(scheme))).toEqual(Object.keys(securitySchemes));
  expect(Object.values(securitySchemes)).toMatchObject([
    { type: 'apiKey', in: 'header', name: header },
    { type: 'apiKey', in: 'query', name: query },
  ]);
});

it('closes every object, so that a misspelt member is noticed', () => {
  const open = Object.entries(document.components.schemas).filter(
    ([, schema]) => schema.type === 'object' && !('additionalProperties' in schema && !schema.additionalProperties),
  );

  expect(open).toEqual([]);
});
