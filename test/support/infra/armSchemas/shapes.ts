import { interleave } from '../../../../infra/plan/predictedAzure';

export const text = { type: 'string', minLength: 1 };
export const flag = { type: 'boolean' };
export const guid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const tags = { type: 'object', additionalProperties: { type: 'string', maxLength: 256 }, required: ['azd-env-name'] };

/** What a resource with a place of its own has beside its properties. */
export const placed = { location: text, tags };

export function upTo(maxLength: number): object {
  return { ...text, maxLength };
}

/** An object with these properties and no others; all of them are required unless some are named. */
export function closed(
  properties: Record<string, unknown>,
  required: readonly string[] = Object.keys(properties),
): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

/** The full id of a resource of this type. */
export function idOf(type: string): object {
  const path = interleave(
    type,
    Array.from(type.split('/').slice(1), () => '[^/]+'),
  );
  return { type: 'string', pattern: `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${path}$` };
}

/** An identity that is a resource of its own: ARM wants a map with the ids as keys. */
export const identity = closed({
  type: { const: 'UserAssigned' },
  userAssignedIdentities: {
    type: 'object',
    minProperties: 1,
    propertyNames: idOf('Microsoft.ManagedIdentity/userAssignedIdentities'),
    additionalProperties: closed({}),
  },
});
