import { run } from '../support/program';

/** Styles a text for a stream that says whether it is a terminal, in a process of its own: Node reads the variables. */
const script = (isTTY: boolean) => `
  const { styled } = require('./terminal/output');
  const { getColorDepth } = require('node:tty').WriteStream.prototype;
  const stream = Object.assign(new (require('node:stream').Writable)(), { isTTY: ${isTTY}, getColorDepth });
  process.stdout.write(styled('red', 'text', stream));
`;

it.each([
  ['has its colour on a terminal', true, {}, '\u001b[31mtext\u001b[39m'],
  ['has none on a terminal where NO_COLOR is set', true, { NO_COLOR: '1' }, 'text'],
  ['has none where there is no terminal', false, {}, 'text'],
])('a styled text %s', async (_title, isTTY, variables, expected) => {
  // Node also asks whether it runs in continuous integration, of which it knows a few kinds to show colours.
  const env = { TERM: 'xterm', CI: undefined, NODE_DISABLE_COLORS: undefined, ...variables };

  const { stdout } = await run(['--require', 'tsx/cjs', '--eval', script(isTTY)], env);

  expect(stdout).toBe(expected);
});
