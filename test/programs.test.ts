import manifest from '../package.json';
import { optionTable as planOptions } from '../infra/plan/options';
import { optionTable as repairOptions } from '../infra/repair/options';
import { optionTable as startOptions } from '../local/options';
import { exitCodes } from '../terminal/userError';
import { run, type Finished } from './support/program';
import { servers } from './support/published';

interface Program {
  entry: string;
  options: readonly string[];
  /** Arguments or variables that are malformed, and what the program says of them. */
  malformed?: { args?: string[]; env?: object; sentence: RegExp }[];
}

/** No gateway, whatever the machine's environment says. */
const nowhere = Object.fromEntries(['APIM_GATEWAY_URL', ...servers].map((name) => [name, '']));
/** An MCP server's URL for each of them. */
const somewhere = Object.fromEntries(servers.map((name) => [name, 'http://127.0.0.1:9/mcp']));

/** Every program by what a person types. */
const programs: Readonly<Record<string, Program>> = {
  'npm start': {
    entry: 'local/index.ts',
    options: Object.keys(startOptions),
    malformed: [{ args: ['--port', 'ninety'], sentence: /^--port takes a number from 0 to 65535, not "ninety"\./ }],
  },
  'npm run demo': {
    entry: 'local/demo/index.ts',
    options: [],
    malformed: [
      {
        env: { ...nowhere, APIM_GATEWAY_URL: 'http://127.0.0.1:9' },
        sentence: /^The environment does not name a gateway in full\. \w+_MCP_URL is missing\./,
      },
      {
        env: { ...somewhere, APIM_GATEWAY_URL: 'nonsense' },
        sentence: /APIM_GATEWAY_URL must be an http or https URL/,
      },
    ],
  },
  'npm run build': { entry: 'functions/build.ts', options: [] },
  'npm run plan': {
    entry: 'infra/plan/index.ts',
    options: Object.keys(planOptions),
    malformed: [
      { args: ['--sku', 'Consumption'], sentence: /^The configuration of this stack is not right\.\n- sku / },
    ],
  },
  'npm run repair': { entry: 'infra/repair/index.ts', options: Object.keys(repairOptions) },
  'npm run azd:install': { entry: 'azd/install/index.ts', options: [] },
  'npm run smoke': {
    entry: 'test/smoke/index.ts',
    options: [],
    malformed: [
      {
        env: nowhere,
        sentence: /^The environment does not name the gateway to check\. APIM_GATEWAY_URL is missing\. /,
      },
      {
        env: { ...somewhere, APIM_GATEWAY_URL: 'nonsense' },
        sentence: /APIM_GATEWAY_URL must be an http or https URL/,
      },
    ],
  },
  'npm run engines': { entry: 'test/engines/index.ts', options: [] },
  'npm run bench': { entry: 'bench/index.ts', options: ['quick', 'json'] },
};

it('are all in this table', () => {
  const scripts = Object.values(manifest.scripts).join(' ');

  const entries = [...scripts.matchAll(/tsx\/cjs (\S+\.ts)/g)].map(([, entry]) => entry);

  expect(entries.sort()).toEqual(
    Object.values(programs)
      .map(({ entry }) => entry)
      .sort(),
  );
});

describe.each(Object.entries(programs))('%s', (command, { entry, options, malformed = [] }) => {
  const start = (args: string[], env?: object) => run(['--require', 'tsx/cjs', entry, ...args], env);
  const misuse = (sentence: string | RegExp) => ({
    exitCode: exitCodes.misuse,
    stdout: '',
    stderr: sentence instanceof RegExp ? expect.stringMatching(sentence) : `${sentence}\nSee ${command} -- --help.\n`,
  });
  let unknownOption: Finished;
  let unknownArgument: Finished;
  let help: Finished;
  let shortHelp: Finished;
  beforeAll(async () => {
    [unknownOption, unknownArgument, help, shortHelp] = await Promise.all([
      start(['--nonsense']),
      start(['nonsense']),
      start(['--help']),
      start(['-h']),
    ]);
  });

  it('refuses an option that it does not have', () => {
    expect(unknownOption).toEqual(misuse("Unknown option '--nonsense'."));
  });

  it('refuses an argument that it does not take', () => {
    expect(unknownArgument).toMatchObject(misuse(/^Unexpected argument 'nonsense'.*\.\nSee npm .* -- --help\.\n$/));
  });

  it('explains each of its options when asked', () => {
    expect(help).toMatchObject({ exitCode: exitCodes.done, stderr: '' });
    expect(help.stdout).toMatch(new RegExp(`^Usage: ${command} -- \\[options\\]\\n\\n\\S`));
    for (const option of [...options, 'help']) expect(help.stdout).toMatch(new RegExp(` --${option}[ \\n]`));
    expect(shortHelp).toEqual(help);
  });

  for (const { args = [], env, sentence } of malformed) {
    it(`refuses a setting that is missing or malformed: ${String(sentence)}`, async () => {
      const finished = await start(args, env);

      expect(finished).toMatchObject(misuse(sentence));
      expect(finished.stderr).toMatch(new RegExp(`\\nSee ${command} -- --help\\.\\n$`));
    });
  }
});
