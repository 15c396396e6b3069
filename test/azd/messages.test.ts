import { status, type ServiceError } from '@grpc/grpc-js';
import { ProvisioningError } from '../../azd/failure';
import { toExtensionError, toProvisioningError } from '../../azd/host/failures';
import { throttle } from '../../azd/host/progress';
import { toObject } from '../../azd/host/struct';
import { toOutputs } from '../../azd/listen/outputs';
import { methodDefinition } from '../../azd/protocol';
import { readDotenv, writeDotenv } from '../support/azd/dotenv';
import { toStruct } from '../support/azd/struct';

describe('infra.config', () => {
  it('arrives as azd.yaml says it', () => {
    const config = {
      backend: 'file:///x',
      guard: ['a', 'b'],
      deep: { number: 1.5, yes: true, none: null, empty: {} },
      list: [],
    };
    const { requestSerialize, requestDeserialize } = methodDefinition('ProvisioningService.Stream');
    const bytes = requestSerialize({ initialize_request: { options: { config: toStruct(config) } } });

    const message = requestDeserialize(bytes) as { initialize_request: { options: { config: object } } };

    expect(toObject(message.initialize_request.options.config)).toEqual(config);
  });

  it('is nothing where there is none', () => {
    expect(toObject(null)).toBeUndefined();
  });
});

describe('an output', () => {
  it.each(['plain', '["a"]', '{"a":"b"}', 'a "word" in it', 'C:\\folder\\x', 'line\nline', '$HOME `x` #', '007', ''])(
    'comes back from the environment as it was: %j',
    (value) => {
      expect(toOutputs({ X: value })).toEqual({ X: { type: 'string', value } });
      const written = readDotenv(writeDotenv({ X: value, Y: 'y' }));
      expect(readDotenv(writeDotenv(written))).toEqual({ X: value, Y: 'y' });
    },
  );

  it.each(['a "word"', 'C:\\folder\\'])('is refused by its name where it would break the environment: %j', (value) => {
    expect(() => readDotenv(writeDotenv(readDotenv(writeDotenv({ X: value, Y: 'y' }))))).toThrow(
      /^(unterminated quoted value|unexpected character)/,
    );
    expect(() => toOutputs({ FINE: 'x', WORD: value })).toThrow(/^WORD: an output that ends in/);
  });
});

describe('progress', () => {
  it('leaves out what comes too soon and what is no news', () => {
    let now = 0;
    const sent: string[] = [];
    const progress = throttle(
      (line) => sent.push(line),
      () => now,
    );

    for (const [line, at] of [
      ['a', 0],
      ['b', 100],
      ['b', 250],
      ['b', 600],
      ['a', 601],
      ['c', 700],
    ] as const) {
      now = at;
      progress(line);
    }

    expect(sent).toEqual(['a', 'b', 'a']);
  });
});

describe('a refusal of azd', () => {
  it.each([
    [
      status.UNAUTHENTICATED,
      'invalid token',
      { code: 'token_expired', category: 'auth', suggestion: 'Run the command again.' },
    ],
    [
      status.UNAUTHENTICATED,
      'AADSTS70043: expired',
      { code: 'not_logged_in', category: 'auth', suggestion: 'Log in: azd auth login' },
    ],
    [status.CANCELLED, 'cancelled by user', { code: 'declined', category: 'user' }],
    [status.UNKNOWN, 'prompt required', { code: 'azd_refused', category: 'internal' }],
  ])('with status %d, %s, becomes a failure of its kind', (code, details, failure) => {
    const error = Object.assign(new Error(details), { code, details }) as ServiceError;

    expect(toProvisioningError(error, 'PromptService.Confirm')).toMatchObject(failure);
  });
});

describe('a failure', () => {
  it('reaches azd with its message and suggestion, code and category', () => {
    const failure = { code: 'quota', category: 'validation', message: 'No quota.', suggestion: 'Ask.' } as const;

    expect(toExtensionError(new ProvisioningError(failure))).toEqual({
      message: 'No quota.',
      suggestion: 'Ask.',
      origin: 'ERROR_ORIGIN_LOCAL',
      local_error: { code: 'quota', category: 'validation' },
    });
  });

  it('that is a bug comes with its stack and asks for a report', () => {
    const { message, suggestion, local_error } = toExtensionError(new TypeError('x is no function'));

    expect(message).toMatch(/^TypeError: x is no function\n +at /);
    expect(suggestion).toContain('report it');
    expect(local_error).toEqual({ code: 'bug', category: 'internal' });
  });
});
