import { isObject } from '../../../gateway/json';
import { toProperties } from '../../../infra/plan/predictedAzure';

/** Members of objects and positions in lists, from the outside in. */
export type Path = readonly string[];

/** The value with another one at the path, which leads through objects and lists. */
export function withChange(value: unknown, [member, ...rest]: Path, change: unknown): unknown {
  if (member === undefined) return change;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === member ? withChange(item, rest, change) : item));
  }
  const properties = toProperties(value);
  return { ...properties, [member]: withChange(properties[member], rest, change) };
}

/** Where the objects of a body are, the body itself first. What a template makes has a schema of its own. */
export function objectsIn(value: unknown, path: Path = []): Path[] {
  if (/template,resources,\d+,properties/.test(path.join())) return [];
  if (!Array.isArray(value) && !isObject(value)) return [];
  const inside = Object.entries(value).flatMap(([member, item]) => objectsIn(item, [...path, member]));
  return Array.isArray(value) ? inside : [path, ...inside];
}
