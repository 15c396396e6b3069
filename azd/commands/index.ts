import type { Launch } from '../config';

/** @returns the exit code */
export function runCommand(args: readonly string[], launch: Launch): Promise<number> {
  throw new Error(`not yet: ${args.join(' ')} in ${String(launch.environmentName)}`);
}
