import { print, styled } from '../../../terminal/output';

/** What one look has shown. */
export interface Finding {
  subject: string;
  /** What is there. */
  text: string;
  /** What to do; only where something is wrong. */
  advice?: string;
}

const width = 16;

export function printFinding({ subject, text, advice }: Finding): void {
  const mark = advice === undefined ? styled('green', 'ok   ') : styled('red', 'wrong');
  print(`${mark}  ${subject.padEnd(width)}  ${text}`);
  if (advice !== undefined) print(`${' '.repeat(width + 9)}${advice}`);
}
