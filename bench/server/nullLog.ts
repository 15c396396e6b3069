import { Writable } from 'node:stream';
import type { AccessLogEntry } from '../../local/gateway';

/** An access log whose lines are written out in full, to a sink that drops them. */
export function nullLog(): (entry: AccessLogEntry) => void {
  const sink = new Writable({
    write(_line, _encoding, done) {
      done();
    },
  });
  return (entry) => {
    sink.write(`${JSON.stringify(entry)}\n`);
  };
}
