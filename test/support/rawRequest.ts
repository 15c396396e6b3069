export type RawHeaders = Readonly<Record<string, string | number | readonly string[]>>;

/** Writes the head of a request to a URL, whose path stays as it is; a header with several values has as many lines. */
export function requestHead(method: string, url: string, headers: RawHeaders = {}): string {
  const path = url.slice(new URL(url).origin.length);
  const lines = Object.entries({ Host: 'localhost', ...headers }).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  );
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Writes a whole request that posts JSON to a URL. */
export function jsonRequest(url: string, content: object, headers: RawHeaders = {}): string {
  const body = JSON.stringify(content);
  const ofTheBody = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return requestHead('POST', url, { ...headers, ...ofTheBody }) + body;
}
