import { isObject } from '../../../gateway/json';

type Member = 'string' | 'integer' | 'object';

interface BlockShape {
  required: Record<string, Member>;
  optional: Record<string, Member>;
}

/**
 * Content blocks as the C# SDK 0.4.0-preview.3 reads and writes them (`Protocol/ContentBlock.cs`). It asks for more than
 * the Node library's types do: the media type of an image, the name of a resource link. Other members are dropped.
 */
const blocks: Record<string, BlockShape> = {
  text: { required: { text: 'string' }, optional: { _meta: 'object', annotations: 'object' } },
  image: {
    required: { data: 'string', mimeType: 'string' },
    optional: { _meta: 'object', annotations: 'object' },
  },
  audio: {
    required: { data: 'string', mimeType: 'string' },
    optional: { _meta: 'object', annotations: 'object' },
  },
  resource: { required: { resource: 'object' }, optional: { _meta: 'object', annotations: 'object' } },
  resource_link: {
    required: { uri: 'string', name: 'string' },
    optional: { description: 'string', mimeType: 'string', size: 'integer', annotations: 'object' },
  },
};

/** What a function returned is no tool result; the client sees only that the call failed. */
export class InvalidResult extends Error {}

/** Reads one content block. Throws {@link InvalidResult}. */
export function readBlock(value: unknown): object {
  if (!isObject(value)) throw new InvalidResult('A content block is no object.');
  const type = String(value.type);
  const shape = blocks[type];
  if (!shape) throw new InvalidResult(`Unknown content type: '${type}'`);
  const block: Record<string, unknown> = { type };
  for (const [name, kind] of Object.entries({ ...shape.required, ...shape.optional })) {
    const member = readMember(value[name], kind, `${name} of a ${type} block`);
    if (member !== undefined) block[name] = name === 'resource' ? readResource(member) : member;
    else if (name in shape.required) throw new InvalidResult(`${name} must be provided for '${type}' type.`);
  }
  return block;
}

const kinds: Record<Member, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  object: isObject,
};

function readMember(value: unknown, kind: Member, name: string): unknown {
  if (value === undefined || value === null) return undefined;
  if (!kinds[kind](value)) throw new InvalidResult(`The ${name} is no ${kind}.`);
  return value;
}

// The SDK writes a media type always, as null when there is none.
function readResource(value: unknown): object {
  const { uri = '', mimeType = null, blob, text, _meta } = isObject(value) ? value : {};
  if (typeof blob === 'string') return { uri, mimeType, blob, ...(_meta ? { _meta } : {}) };
  if (typeof text === 'string') return { uri, mimeType, text, ...(_meta ? { _meta } : {}) };
  throw new InvalidResult("Resource contents must be provided for 'resource' type.");
}
