import type { Session } from '../session';
import type { Launch } from '../config';

/** One word after `azd pulumi`. */
export interface Command {
  /** What it does, in the list of commands. */
  summary: string;
  /** Whether it must not run while a worker is at work on the stack. */
  changes: (args: readonly string[]) => boolean;
  /** @returns the exit code */
  run: (context: Context) => Promise<number>;
}

export interface Context {
  session: Session;
  /** What follows the command's name. */
  args: readonly string[];
  launch: Launch;
}
