/**
 * How azd keeps an environment: written and read as by joho/godotenv 1.5.1, which cannot always read what it has written.
 */
export function writeDotenv(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([name, value]) =>
    /^-?\d+$/.test(value) ? `${name}=${value}` : `${name}="${escape(value)}"`,
  );
  return lines.sort().join('\n');
}

function escape(value: string): string {
  return value
    .replace(/[\\"!$`]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

/** @throws Error in the words of godotenv */
export function readDotenv(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  let rest = text;
  while (rest.trim() !== '') {
    const [start, name = ''] = /^\s*([\w.]+)=/.exec(rest) ?? [];
    if (start === undefined) throw new Error(`unexpected character in variable name near ${rest}`);
    rest = rest.slice(start.length);
    const length = rest.startsWith('"') ? quotedLength(rest) : lineLength(rest);
    values[name] = unquote(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return values;
}

function lineLength(text: string): number {
  return text.includes('\n') ? text.indexOf('\n') : text.length;
}

/** Up to the first quotation mark that has no backslash before it, whatever stands before that one. */
function quotedLength(text: string): number {
  for (let at = 1; at < text.length; at++) if (text[at] === '"' && text[at - 1] !== '\\') return at + 1;
  throw new Error(`unterminated quoted value ${text.slice(0, lineLength(text))}`);
}

/** Takes away every quotation mark at the ends, be it part of the value or not. */
function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  return text
    .replace(/^"+|"+$/g, '')
    .replace(/\\([nr])/g, (_, letter) => (letter === 'n' ? '\n' : '\r'))
    .replace(/\\(.)/g, '$1');
}
