import type { AccessLogEntry } from '../../local/apiManagement';
import { requestLine } from '../../local/ready';

/** Writes the access log as `npm start -- --verbose` does, line by line, and drops it. Keeps the last line, so that it must be made. */
export function nullLog(): (entry: AccessLogEntry) => void {
  const log = { line: '' };
  return (entry) => {
    log.line = requestLine(entry);
  };
}
