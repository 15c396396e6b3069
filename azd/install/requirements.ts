import { UserError } from '../../terminal/userError';
import { isOlder, type Program, programs, versionIn } from '../programs';
import type { Run } from './command';

/** @throws UserError with a sentence for each program that is missing or too old */
export async function checkRequirements(run: Run): Promise<void> {
  const mistakes = await Promise.all(Object.values(programs).map((program) => mistakeOf(program, run)));
  const found = mistakes.filter((mistake) => mistake !== undefined);
  if (found.length > 0) throw new UserError(found.join('\n'));
}

async function mistakeOf({ name, command, oldest, from }: Program, run: Run): Promise<string | undefined> {
  const wanted = `Install version ${oldest} or newer: ${from}`;
  const [program, argument] = command;
  const finished = await run(program, [argument]).catch(() => undefined);
  if (finished === undefined) return `${name} is not on the PATH. ${wanted}`;
  const version = versionIn(finished.stdout);
  if (version === undefined) return `${name} does not tell its version: ${finished.output}. ${wanted}`;
  return isOlder(version, oldest) ? `${name} ${version} is too old. ${wanted}` : undefined;
}
