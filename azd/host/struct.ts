/** `google.protobuf.Struct`, as proto-loader decodes it: the names of these messages stay in camel case. */
export interface Struct {
  fields?: Readonly<Record<string, Value>>;
}

interface Value {
  stringValue?: string;
  numberValue?: number;
  boolValue?: boolean;
  structValue?: Struct;
  listValue?: { values?: readonly Value[] };
}

/** The object that a Struct stands for; undefined where there is none. */
export function toObject(struct: Struct | null | undefined): Record<string, unknown> | undefined {
  if (!struct) return undefined;
  return Object.fromEntries(Object.entries(struct.fields ?? {}).map(([name, value]) => [name, toPlain(value)]));
}

function toPlain(value: Value): unknown {
  if (value.structValue) return toObject(value.structValue);
  if (value.listValue) return (value.listValue.values ?? []).map(toPlain);
  return value.stringValue ?? value.numberValue ?? value.boolValue ?? null;
}
