import { checkOptions, optionTable } from '../../local/options';
import { readOptions } from '../../terminal/options';
import { UserError } from '../../terminal/userError';

const read = (args: string[]) => {
  const values = readOptions(optionTable, args);
  return values && checkOptions(values);
};

describe('the options of npm start', () => {
  it('have a value each when none is given', () => {
    expect(read([])).toEqual({
      port: 8080,
      askForKey: true,
      ephemeral: false,
      json: false,
      verbose: false,
      allowOrigins: [],
      leaveStreamsOpen: false,
    });
  });

  it.each([
    [['--port', '0'], { port: 0 }],
    [['--port', '65535'], { port: 65_535 }],
    [['--no-key'], { askForKey: false }],
    [
      ['--allow-origin', 'https://a.example', '--allow-origin', 'http://b.example:81'],
      { allowOrigins: ['https://a.example', 'http://b.example:81'] },
    ],
    [
      ['--json', '--verbose', '--ephemeral', '--leave-streams-open'],
      { json: true, verbose: true, ephemeral: true, leaveStreamsOpen: true },
    ],
  ])('are read from %j', (args, options) => {
    expect(read(args)).toMatchObject(options);
  });

  it.each([
    [['--port', 'ninety'], '--port takes a number from 0 to 65535, not "ninety".'],
    [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
    [
      ['--allow-origin', 'x.example'],
      '--allow-origin takes an origin such as https://inspector.example, not "x.example".',
    ],
  ])('refuse %j', (args, sentence) => {
    expect(() => read(args)).toThrow(new UserError(sentence, { kind: 'misuse' }));
  });
});
