import { InvalidConfiguration } from './config';
import { gateway } from './gateway';
import { toPlan } from './plan/graph';
import { toMermaid } from './plan/mermaid';
import { type Format, help, readOptions } from './plan/options';
import { runProgram } from './plan/program';
import { toText } from './plan/text';

const formats: Record<Format, (options: ReturnType<typeof readOptions>) => Promise<string>> = {
  text: async (options) => toText(await plan(options)),
  json: async (options) => JSON.stringify(await plan(options), undefined, 2),
  mermaid: async (options) => toMermaid(await plan(options)),
  help: () => Promise.resolve(help()),
};

async function plan({ config }: ReturnType<typeof readOptions>) {
  return toPlan(await runProgram(config, gateway), config.subscriptionId);
}

/** Exit codes: 0 shown, 2 a mistake on the command line, 1 a bug. */
async function main(args: readonly string[]): Promise<void> {
  try {
    const options = readOptions(args);
    console.log(await formats[options.format](options));
  } catch (error) {
    if (!(error instanceof InvalidConfiguration || isUnknownOption(error))) throw error;
    console.error(`${error.message}\nSee npm run plan -- --help.`);
    process.exitCode = 2;
  }
}

function isUnknownOption(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

void main(process.argv.slice(2));
