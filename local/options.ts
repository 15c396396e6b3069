import type { OptionTable, OptionValues } from '../terminal/options';
import { UserError } from '../terminal/userError';

/** The options of `npm start`. */
export const optionTable = {
  port: { type: 'string', value: 'N', default: '8080', help: 'the gateway’s port; 0 for any free one' },
  'no-key': { type: 'boolean', help: 'ask agents for no key' },
  ephemeral: { type: 'boolean', help: 'keep nothing: no orders in .data, a new key' },
  json: { type: 'boolean', help: 'print the outputs as one line of JSON when ready; logs go to stderr' },
  verbose: { type: 'boolean', help: 'print one line for each request' },
  'allow-origin': {
    type: 'string',
    value: 'URL',
    multiple: true,
    help: 'let web pages of this origin in; may be repeated',
  },
  'leave-streams-open': {
    type: 'boolean',
    help: 'do not end event streams after the answer, as API Management may not either',
  },
} as const satisfies OptionTable;

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
}

/** Checks the values of the options. Throws {@link UserError} for what it does not understand. */
export function checkOptions(values: OptionValues<typeof optionTable>): Options {
  return {
    port: readPort(values.port),
    askForKey: !values['no-key'],
    ephemeral: values.ephemeral,
    json: values.json,
    verbose: values.verbose,
    allowOrigins: values['allow-origin'].map(readOrigin),
    leaveStreamsOpen: values['leave-streams-open'],
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw misuse(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

function readOrigin(text: string): string {
  const { origin } = URL.canParse(text) ? new URL(text) : { origin: undefined };
  if (origin === text && origin !== 'null') return text;
  throw misuse(`--allow-origin takes an origin such as https://inspector.example, not ${JSON.stringify(text)}.`);
}

function misuse(sentence: string): UserError {
  return new UserError(sentence, { kind: 'misuse' });
}
