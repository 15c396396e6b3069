import { readOperations } from '../../../local/apiManagement/openapi/operation';
import { aBody, refTo } from '../../support/openapi';

describe('the schema of a tool', () => {
  const bodyOf = (schema: object, schemas: object) => readOperations(aBody(schema, schemas))[0]?.body?.schema;

  it.each([
    [
      'references within references',
      { type: 'object', properties: { a: refTo('A') } },
      {
        A: { type: 'object', properties: { b: { type: 'array', items: refTo('B') } } },
        B: { type: 'integer', minimum: 1 },
      },
      {
        type: 'object',
        properties: {
          a: {
            type: 'object',
            properties: { b: { type: 'array', items: { type: 'integer', minimum: 1 } } },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
    ],
    [
      'one schema in two places',
      { type: 'array', items: { oneOf: [refTo('A'), { type: 'array', items: refTo('A') }] } },
      { A: { type: 'string' } },
      { type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] } },
    ],
    [
      'allOf, whose parts do not refuse each other’s properties',
      { allOf: [refTo('A'), { properties: { b: {} } }] },
      { A: { type: 'object', properties: { a: { properties: { c: {} } } } } },
      {
        allOf: [
          { type: 'object', properties: { a: { properties: { c: {} }, additionalProperties: false } } },
          { properties: { b: {} } },
        ],
      },
    ],
    [
      'properties beside allOf, which do not refuse those of its parts',
      { allOf: [refTo('A')], properties: { b: {} } },
      { A: { properties: { a: {} } } },
      { allOf: [{ properties: { a: {} } }], properties: { b: {} } },
    ],
    [
      'not, which stays as narrow as it is written',
      { not: { properties: { a: { type: 'null' } } } },
      {},
      { not: { properties: { a: { type: 'null' } } } },
    ],
    ['a nullable string', { type: 'string', nullable: true }, {}, { type: ['string', 'null'] }],
    [
      'a nullable reference',
      { nullable: true, allOf: [refTo('A')] },
      { A: { type: 'string' } },
      { anyOf: [{ allOf: [{ type: 'string' }] }, { type: 'null' }] },
    ],
    [
      'exclusive bounds',
      { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
      {},
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 9 },
    ],
    [
      'bounds that are not exclusive',
      { type: 'number', minimum: 0, exclusiveMinimum: false },
      {},
      { type: 'number', minimum: 0 },
    ],
    ['an object of any properties', { type: 'object' }, {}, { type: 'object' }],
    [
      'an object of properties of one kind',
      { type: 'object', additionalProperties: refTo('A') },
      { A: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'what an object says about other properties',
      { properties: { a: {} }, additionalProperties: true },
      {},
      { properties: { a: {} }, additionalProperties: true },
    ],
    [
      'a property named like a keyword',
      { properties: { example: { type: 'string' } }, additionalProperties: true },
      {},
      { properties: { example: { type: 'string' } }, additionalProperties: true },
    ],
    [
      'no examples, extensions or documentation',
      { type: 'string', example: 'a', 'x-internal': true, externalDocs: {}, deprecated: true, xml: {} },
      {},
      { type: 'string' },
    ],
    [
      'a reference without its siblings, which OpenAPI 3.0 ignores',
      { ...refTo('A'), description: 'ignored' },
      { A: { type: 'string' } },
      { type: 'string' },
    ],
    [
      'a reference whose name is escaped',
      { $ref: '#/components/schemas/a~1b~0c' },
      { 'a/b~c': { type: 'string' } },
      { type: 'string' },
    ],
  ])('says %s', (_title, schema, schemas, expected) => {
    const body = bodyOf(schema, schemas);

    expect(body).toEqual(expected);
  });
});
