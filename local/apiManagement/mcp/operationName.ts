import { isObject } from '../../../gateway/json';
import type { Call } from '../call';

/** What may stand in a log line: nothing that begins another one or speaks to a terminal. */
const printable = /^[\w./-]{1,80}$/;

/** Notes for the log which method, or which tool, a message to a passthrough server asks for. */
export function nameOperation(call: Call, body: Buffer): void {
  const message = parse(body.toString());
  if (!isObject(message)) return;
  const { method, params } = message;
  const name = method === 'tools/call' && isObject(params) ? params.name : method;
  if (typeof name === 'string' && printable.test(name)) call.operation = name;
}

/** Whatever is no JSON has no name here; what to say about it is up to the server behind. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
