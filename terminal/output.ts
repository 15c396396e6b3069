import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Writes a result, one line or several, to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes what is no result (a log line, progress, what is wrong) to standard error. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Styles a text that goes to a stream: not when the stream is no terminal, nor where `NO_COLOR` is set. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(style, text, { stream });
}
