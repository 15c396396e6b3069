/** Pulumi's mark of a secret on the wire (see "Special signatures" in pulumi/pulumi's resource protocol). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

export const HIDDEN = '[secret]';

/** The value with every secret in it replaced by {@link HIDDEN}. */
export function hideSecrets(value: unknown): unknown {
  return openSecrets(value, () => HIDDEN);
}

/** The value with every secret in it in the open: for those who stand in for Azure. */
export function revealSecrets(value: unknown): unknown {
  return openSecrets(value, (secret) => revealSecrets(secret));
}

function openSecrets(value: unknown, show: (secret: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => openSecrets(item, show));
  if (typeof value !== 'object' || value === null) return value;
  if (SIGNATURE in value && value[SIGNATURE] === SECRET) return show('value' in value ? value.value : undefined);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, openSecrets(item, show)]));
}
