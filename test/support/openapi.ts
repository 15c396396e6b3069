/** An OpenAPI document with one operation, `act`, and the schemas it refers to. */
export function anOperation(operation: object, { path = '/things', method = 'post', schemas = {} } = {}): object {
  return {
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    paths: { [path]: { [method]: { operationId: 'act', responses: {}, ...operation } } },
    components: { schemas },
  };
}

/** An operation whose body has this schema. */
export function aBody(schema: object, schemas: object = {}): object {
  return anOperation({ requestBody: { required: true, content: { 'application/json': { schema } } } }, { schemas });
}

export function aParameter(place: string, name: string, rest: object = {}): object {
  return { in: place, name, schema: { type: 'string' }, ...rest };
}

export const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });
