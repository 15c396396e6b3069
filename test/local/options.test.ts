import { help, readOptions } from '../../local/options';

describe('the options of npm start', () => {
  it('have a value each when none is given', () => {
    expect(readOptions([])).toMatchObject({
      port: 8080,
      askForKey: true,
      ephemeral: false,
      json: false,
      allowOrigins: [],
    });
  });

  it.each([
    [['--port', '0'], { port: 0 }],
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
    expect(readOptions(args)).toMatchObject(options);
  });

  it.each([
    [['--port', 'ninety'], '--port takes a number from 0 to 65535, not "ninety".'],
    [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
    [
      ['--allow-origin', 'x.example'],
      '--allow-origin takes an origin such as https://inspector.example, not "x.example".',
    ],
  ])('refuse %j', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });

  it.each(['port', 'no-key', 'ephemeral', 'json', 'verbose', 'allow-origin', 'leave-streams-open'])(
    'explain --%s',
    (option) => {
      expect(help).toContain(`  --${option} `);
    },
  );
});
