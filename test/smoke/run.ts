import type { Outputs } from '../../gateway/outputs';
import { UserError } from '../../terminal/userError';
import { checksFor } from './checks';
import { eventually, type Patience } from './patience';

/**
 * Checks a gateway, one promise after another.
 *
 * @param print receives one line for each promise that is kept
 * @throws UserError at the first promise that is not kept, of the kind of its reason
 */
export async function smoke(outputs: Outputs, patience: Patience, print: (line: string) => void): Promise<void> {
  for (const { title, run } of checksFor(outputs)) {
    try {
      const { result, attempts } = await eventually(run, patience);
      print(`ok      ${title}: ${result}${attempts > 1 ? ` (attempt ${attempts})` : ''}`);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const kind = cause instanceof UserError ? cause.kind : 'failed';
      throw new UserError(`FAILED  ${title}: ${reason}`, { kind, cause });
    }
  }
}
