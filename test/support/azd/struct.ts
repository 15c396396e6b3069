/** Plain JSON as `google.protobuf.Struct`, the way azd sends `infra.config`. */
export function toStruct(object: object): object {
  return { fields: Object.fromEntries(Object.entries(object).map(([name, value]) => [name, toValue(value)])) };
}

function toValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(toValue) } };
  return typeof value === 'object' && value !== null ? { structValue: toStruct(value) } : { nullValue: 'NULL_VALUE' };
}
