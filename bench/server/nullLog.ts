import { Writable } from 'node:stream';
import type { AccessLogEntry } from '../../local/gateway';
import { requestLine } from '../../local/terminal';

/** The access log of `npm start -- --verbose`, line by line, to a sink that drops them. */
export function nullLog(): (entry: AccessLogEntry) => void {
  const sink = new Writable({
    write(_line, _encoding, done) {
      done();
    },
  });
  return (entry) => {
    sink.write(`${requestLine(entry)}\n`);
  };
}
