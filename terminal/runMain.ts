import { inspect } from 'node:util';
import { endWhenInterrupted } from './interruption';
import { describeOptions, readOptions, type OptionTable, type OptionValues } from './options';
import { print, styled } from './output';
import { exitCodes, UserError } from './userError';

/** A program that a person starts in a terminal. */
interface Program<Table extends OptionTable> {
  /** What the person types, without options: `npm start`. */
  command: string;
  /** One sentence: what it does. */
  summary: string;
  options: Table;
  main: (options: OptionValues<Table>) => Promise<void>;
}

/**
 * Runs a program to its end: options that are wrong, failures and bugs become one message on standard error and the exit
 * code of their kind ({@link exitCodes}); `--help` prints the options.
 */
export async function runMain<Table extends OptionTable>(program: Program<Table>): Promise<void> {
  endWhenInterrupted();
  const fail = (error: unknown) => {
    const { text, exitCode } = describeFailure(error, program.command);
    // Only then is it certain that the message has left: whatever the program still has open ends with it.
    process.stderr.write(`${text}\n`, () => process.exit(exitCode));
  };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      // A reader that has seen enough (`| head`) or has gone is no failure.
      if (cause.code === 'EPIPE') process.exit(exitCodes.done);
      fail(new UserError(`The output cannot be written: ${cause.message}.`, { cause }));
    });
  }
  process.on('uncaughtException', fail);
  try {
    const options = readOptions(program.options, process.argv.slice(2));
    if (options) await program.main(options);
    else print(helpText(program));
  } catch (error) {
    fail(error);
  }
}

function helpText({
  command,
  summary,
  options,
}: Pick<Program<OptionTable>, 'command' | 'summary' | 'options'>): string {
  return [`Usage: ${command} -- [options]`, '', summary, '', ...describeOptions(options)].join('\n');
}

function describeFailure(error: unknown, command: string): { text: string; exitCode: number } {
  if (!(error instanceof UserError)) return { text: inspect(error), exitCode: exitCodes.bug };
  const text = styled('red', error.message, process.stderr);
  const advice = error.kind === 'misuse' ? `\nSee ${command} -- --help.` : '';
  return { text: text + advice, exitCode: exitCodes[error.kind] };
}
