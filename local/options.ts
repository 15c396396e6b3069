import { parseArgs } from 'node:util';
import { StartFailure } from './startFailure';

/** What `npm start` was asked to do. */
export interface Options {
  port: number;
  /** Whether the gateway asks agents for a key. */
  askForKey: boolean;
  ephemeral: boolean;
  json: boolean;
  verbose: boolean;
  allowOrigins: string[];
  leaveStreamsOpen: boolean;
  help: boolean;
}

const flags = {
  port: { type: 'string', default: '8080' },
  'no-key': { type: 'boolean', default: false },
  ephemeral: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  'allow-origin': { type: 'string', multiple: true, default: [] as string[] },
  'leave-streams-open': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export const help = `Starts the whole system on this machine: npm start -- [options]

  --port N               the gateway's port; 0 for any free one (8080)
  --no-key               ask agents for no key
  --ephemeral            keep nothing: no orders in .data, a new key
  --json                 print the outputs as one line of JSON when ready; logs go to stderr
  --verbose              print one line for each request
  --allow-origin URL     let web pages of this origin in; may be repeated
  --leave-streams-open   do not end event streams after the answer, as API Management may not either
  --help                 print this
`;

/** Reads the arguments of the command line. Throws {@link StartFailure} for what it does not understand. */
export function readOptions(args: string[]): Options {
  const values = parse(args);
  return {
    port: readPort(values.port),
    askForKey: !values['no-key'],
    ephemeral: values.ephemeral,
    json: values.json,
    verbose: values.verbose,
    allowOrigins: values['allow-origin'].map(readOrigin),
    leaveStreamsOpen: values['leave-streams-open'],
    help: values.help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags }).values;
  } catch (cause) {
    const [reason] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new StartFailure(`${reason ?? 'The options cannot be read'}: npm start -- --help lists all options.`, {
      cause,
    });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartFailure(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

function readOrigin(text: string): string {
  const { origin } = URL.canParse(text) ? new URL(text) : { origin: undefined };
  if (origin === text && origin !== 'null') return text;
  throw new StartFailure(
    `--allow-origin takes an origin such as https://inspector.example, not ${JSON.stringify(text)}.`,
  );
}
