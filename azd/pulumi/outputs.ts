/** What Pulumi shows in the place of a secret. */
export const secretMask = '[secret]';

/** An output as a text: JSON for what is none. */
export function textOfOutput(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
