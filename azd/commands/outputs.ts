import type { OptionTable } from '../../terminal/options';
import { readOptions } from '../../terminal/options';
import { print } from '../../terminal/output';
import { UserError } from '../../terminal/userError';
import { isObject } from '../../gateway/json';
import { pulumi } from '../pulumi/cli';
import { secretMask, textOfOutput } from '../pulumi/outputs';
import type { Command, Context } from './command';
import { printHelp } from './help';

const optionTable = {
  'show-secrets': { type: 'boolean', help: 'print secrets, too' },
  format: { type: 'string', value: 'FORMAT', help: 'table, json, or env: lines for a shell', default: 'table' },
} as const satisfies OptionTable;

type Outputs = Readonly<Record<string, unknown>>;

const formats: Readonly<Record<string, (outputs: Outputs) => string>> = {
  table: toTable,
  json: (outputs) => JSON.stringify(outputs, null, 2),
  env: toShell,
};

export const outputs: Command = {
  summary: 'prints the outputs of the stack',
  changes: () => false,
  run: printOutputs,
};

async function printOutputs({ session, args }: Context): Promise<number> {
  const options = readOptions(optionTable, args);
  if (!options) return printHelp('outputs', outputs.summary, optionTable);
  const format = formats[options.format];
  if (!format) {
    throw new UserError(`--format takes ${Object.keys(formats).join(', ')}, not "${options.format}".`, {
      kind: 'misuse',
    });
  }
  const secrets = options['show-secrets'] ? ['--show-secrets'] : [];
  const answer: unknown = JSON.parse(
    await pulumi(session, ['stack', 'output', '--json', '--stack', session.stack, ...secrets]),
  );
  const text = format(isObject(answer) ? answer : {});
  if (text !== '') print(text);
  return 0;
}

function toTable(outputs: Outputs): string {
  const width = Math.max(0, ...Object.keys(outputs).map((name) => name.length));
  return Object.entries(outputs)
    .map(([name, value]) => `${name.padEnd(width)}  ${textOfOutput(value)}`)
    .join('\n');
}

/** Lines for `eval` and for files of variables. What is no variable becomes a comment, so that nobody takes a mask for a key. */
function toShell(outputs: Outputs): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      if (!/^[A-Za-z_]\w*$/.test(name)) return `# ${JSON.stringify(name)} is no name of a variable`;
      if (value === secretMask) return `# ${name} is a secret: --show-secrets prints it`;
      return `${name}=${quoted(textOfOutput(value))}`;
    })
    .join('\n');
}

/** In single quotes a POSIX shell changes nothing; only a quote itself has to stand outside of them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
