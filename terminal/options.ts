import { parseArgs } from 'node:util';
import { UserError } from './userError';

/** One option of a command line. */
export type Option =
  | { type: 'boolean'; help: string }
  | {
      type: 'string';
      help: string;
      /** Stands for the value in the help: `N`, `URL`. */
      value: string;
      /** The value when the option is not given. */
      default?: string;
      /** Whether it may be repeated. */
      multiple?: boolean;
    };

export type OptionTable = Readonly<Record<string, Option>>;

export type OptionValues<Table extends OptionTable> = { [Name in keyof Table]: OptionValue<Table[Name]> };

type OptionValue<O extends Option> = O extends { type: 'boolean' }
  ? boolean
  : O extends { multiple: true }
    ? string[]
    : O extends { default: string }
      ? string
      : string | undefined;

const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * Reads a command line.
 *
 * @returns undefined when it asks for help
 * @throws UserError of the kind misuse that names an option or argument which is not known, or lacks its value
 */
export function readOptions<Table extends OptionTable>(
  table: Table,
  args: readonly string[],
): OptionValues<Table> | undefined {
  const { help, ...given } = parse(table, args);
  if (help) return undefined;
  const values = Object.entries(table).map(([name, option]) => [name, given[name] ?? defaultOf(option)]);
  // parseArgs has checked each value against the row that the type is derived from.
  return Object.fromEntries(values) as OptionValues<Table>;
}

function defaultOf(option: Option): unknown {
  if (option.type === 'boolean') return false;
  return option.multiple ? [] : option.default;
}

function parse(table: OptionTable, args: readonly string[]): Record<string, unknown> {
  try {
    // The rows of a table are what parseArgs asks for, and more.
    return parseArgs({ args: [...args], options: { ...table, ...helpOption } }).values;
  } catch (cause) {
    if (!(cause instanceof TypeError && 'code' in cause)) throw cause;
    // What follows the first sentence is about a syntax that no program here has.
    const [sentence = ''] = cause.message.split(/\. |\.?\n/);
    throw new UserError(`${sentence}.`, { kind: 'misuse', cause });
  }
}

/** The rows of a help text, one for each option. */
export function describeOptions(table: OptionTable): string[] {
  const rows = Object.entries(table).map(([name, option]): [string, string] => {
    if (option.type === 'boolean') return [`--${name}`, option.help];
    return [`--${name} ${option.value}`, option.help + (option.default === undefined ? '' : ` (${option.default})`)];
  });
  rows.push(['-h, --help', 'print this']);
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
