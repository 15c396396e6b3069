/** A resource's name in the program: the last part of its URN (https://www.pulumi.com/docs/iac/concepts/resources/names/#urns). */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf('::') + 2);
}

/** A resource's own type: `azure-native:web:WebApp`. */
export function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}
