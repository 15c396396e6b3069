import type { Outputs } from '../../infra/outputs';
import { checksFor } from './checks';
import { eventually, type Patience } from './patience';

/**
 * Checks a gateway, one promise after another, and stops at the first that it does not keep.
 *
 * @param print receives one line for each check.
 * @returns whether it kept all of them.
 */
export async function smoke(outputs: Outputs, patience: Patience, print: (line: string) => void): Promise<boolean> {
  for (const { title, run } of checksFor(outputs)) {
    try {
      const { result, attempts } = await eventually(run, patience);
      print(`ok      ${title}: ${result}${attempts > 1 ? ` (attempt ${attempts})` : ''}`);
    } catch (error) {
      // The one place where a broken promise becomes output.
      print(`FAILED  ${title}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
  return true;
}
