import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHost } from '../../../local/functionApp';
import { UserError } from '../../../terminal/userError';
import { useTemporaryFolder } from '../../support/temporaryFolder';

const library = JSON.stringify(require.resolve('@azure/functions'));
const oneFunction = "app.http('hello', { handler: () => ({}) });";
const hostJson = { version: '2.0' };
const bundleId = 'Microsoft.Azure.Functions.ExtensionBundle';
const bundle = (version: string, id = bundleId) => ({
  ...hostJson,
  extensionBundle: { id, version },
});
const trigger = (members: object) =>
  JSON.stringify({ type: 'mcpToolTrigger', name: 'call', toolName: 'a', ...members });
const tool = (name: string, members: object = {}) =>
  `app.mcpTool('${name}', { trigger: ${trigger(members)}, handler() {} });`;

const folder = useTemporaryFolder();
let count = 0;

interface AppFiles {
  code?: string;
  hostJson?: unknown;
  manifest?: object;
  localSettings?: object;
}

async function startApp({ code = oneFunction, ...files }: AppFiles, settings = {}): Promise<unknown> {
  count += 1;
  const app = join(folder(), String(count));
  await mkdir(app);
  const script = `const { app, output, input } = require(${library});\n${code}`;
  await writeFile(join(app, 'index.js'), script);
  await writeFile(join(app, 'host.json'), JSON.stringify(files.hostJson ?? hostJson));
  await writeFile(join(app, 'package.json'), JSON.stringify(files.manifest ?? { main: 'index.js' }));
  if (files.localSettings) await writeFile(join(app, 'local.settings.json'), JSON.stringify(files.localSettings));
  const host = await startHost({ app: 'refused', folder: app, settings, log: () => undefined });
  await host.stop();
  return undefined;
}

async function reasonOf(files: AppFiles, settings?: Record<string, string>): Promise<string> {
  const error = await startApp(files, settings).catch((reason: unknown) => reason);
  if (error instanceof UserError) return error.message;
  throw new Error(`It was not refused with a sentence: ${String(error)}`);
}

it('starts an app of one function', async () => {
  await expect(startApp({})).resolves.toBeUndefined();
});

it.each([
  ['a tool with every bundle of version 4', { code: tool('one'), hostJson: bundle('[4.0.0, 5.0.0)') }],
  ['a tool with every bundle from one on', { code: tool('one'), hostJson: bundle('(4.30.0,)') }],
  ['a tool with one bundle', { code: tool('one'), hostJson: bundle('[4.29.0]') }],
  ['a tool with every bundle up to the first that brings it', { code: tool('one'), hostJson: bundle('[4.*, 4.29.0]') }],
  ['a tool with the preview bundle', { code: tool('one'), hostJson: bundle('4.*', `${bundleId}.Preview`) }],
  ['HTTP with any bundle', { hostJson: bundle('[3.*, 4.0.0)') }],
])('starts an app of %s', async (_title, files) => {
  await expect(startApp(files)).resolves.toBeUndefined();
});

describe('the host refuses an app that', () => {
  it.each([
    ['throws while it loads', "throw new Error('no broth');", 'unable to load entry point "index.js": no broth'],
    ['registers nothing', '', 'The app registers no function.'],
    ['registers a name twice', oneFunction + oneFunction, 'A function with id "hello" has already been registered.'],
    [
      'has an unknown hook',
      "require('@azure/functions-core').registerHook('preHeat', () => {});",
      'Unrecognized hook "preHeat"',
    ],
    [
      'has a timer',
      "app.timer('tick', { schedule: '* * * * * *', handler() {} });",
      'Function tick: the local host does not emulate timerTrigger.',
    ],
    [
      'has an input binding',
      "app.http('hello', { extraInputs: [input.table({ tableName: 't', connection: 'c' })], handler() {} });",
      'Function hello: the local host does not emulate the binding table.',
    ],
    [
      'has an output binding',
      "app.http('hello', { extraOutputs: [output.storageQueue({ queueName: 'q', connection: 'c' })], handler() {} });",
      'Function hello: the local host does not emulate the binding queue.',
    ],
    [
      'has a retry policy',
      "app.http('hello', { retry: { strategy: 'fixedDelay', delayInterval: 1, maxRetryCount: 1 }, handler() {} });",
      'Function hello: the local host does not emulate retry policies.',
    ],
    ['streams HTTP', `app.setup({ enableHttpStream: true }); ${oneFunction}`, 'does not emulate enableHttpStream'],
    [
      'uses an unknown constraint',
      "app.http('a', { route: '{id:even}', handler() {} });",
      'uses the constraint even, which is not emulated',
    ],
    ['has a broken route', "app.http('a', { route: '{}', handler() {} });", 'has a parameter that cannot be read: {}'],
    [
      'has the same tool twice',
      tool('one') + tool('two', { toolName: 'A' }),
      "Tool with name 'A' is already registered.",
    ],
    [
      'has a tool whose input is no object',
      tool('one', { useWorkerInputSchema: true, inputSchema: '{"type":"array"}' }),
      'The inputSchema of tool a is no JSON Schema of an object.',
    ],
    [
      'has a tool without the schema it promises',
      tool('one', { useWorkerInputSchema: true }),
      'The inputSchema of tool a is not valid JSON.',
    ],
    [
      'has a tool whose output is no JSON',
      tool('one', { outputSchema: '{' }),
      'The outputSchema of tool a is not valid JSON.',
    ],
    ['has a tool without name', tool('one', { toolName: '' }), 'Function one: its MCP tool trigger is malformed.'],
  ])('%s', async (_title, code, sentence) => {
    const reason = await reasonOf({ code, hostJson: bundle('[4.*, 5.0.0)') });

    expect(reason).toContain(sentence);
  });

  it.each([
    ['is of another version', { version: '3.0' }, 'host.json: version must be equal to constant.'],
    ['has no version', {}, "host.json: the document must have required property 'version'."],
    ['sets up a queue', { ...hostJson, extensions: { queues: {} } }, 'does not emulate the section extensions.queues.'],
    [
      'throttles',
      { ...hostJson, extensions: { http: { maxConcurrentRequests: 1 } } },
      'section extensions.http.maxconcurrentrequests.',
    ],
    ['limits the time of a function', { ...hostJson, functionTimeout: '00:05:00' }, 'the section functiontimeout.'],
    [
      'has a webhook level that is none',
      { ...hostJson, extensions: { mcp: { system: { webhookAuthorizationLevel: 'Admin' } } } },
      'webhookAuthorizationLevel is System or Anonymous, not Admin.',
    ],
    [
      'has a log level that is none',
      { ...hostJson, logging: { logLevel: { default: 'Loud' } } },
      'not a log level: Loud',
    ],
  ])('has a host.json that %s', async (_title, document, sentence) => {
    const reason = await reasonOf({ hostJson: document });

    expect(reason).toContain(sentence);
  });

  it.each([
    ['names no bundle', hostJson, 'host.json names no extension bundle. '],
    [
      'names bundles of an older version',
      bundle('[3.*, 4.0.0)'),
      `names the extension bundle ${bundleId} [3.*, 4.0.0). `,
    ],
    ['stops before the first that brings it', bundle('[4.0.0, 4.29.0)'), `bundle ${bundleId} [4.0.0, 4.29.0). `],
    ['names one bundle that is too old', bundle('[4.28.0]'), `bundle ${bundleId} [4.28.0]. `],
    ['names another bundle', bundle('[1.*, 2.0.0)', `${bundleId}.Workflows`), `${bundleId}.Workflows [1.*, 2.0.0). `],
    ['names no range', bundle('latest'), `bundle ${bundleId} latest. `],
  ])('has a tool, and a host.json that %s', async (_title, document, reasonPart) => {
    const reason = await reasonOf({ code: tool('one'), hostJson: document });

    expect(reason).toContain('Function one: mcpToolTrigger is not there, because ');
    expect(reason).toContain(
      `${reasonPart}Write "extensionBundle": { "id": "${bundleId}", "version": "[4.36.0, 5.0.0)" }.`,
    );
  });

  it('overrides host.json with something that is not emulated', async () => {
    const reason = await reasonOf({}, { AzureFunctionsJobHost__extensions__queues__batchSize: '1' });

    expect(reason).toContain('does not emulate the section extensions.queues.');
  });

  it.each([
    ['has no entry point', {}, 'names no entry point in "main"'],
    [
      'has an entry point that is not there',
      { main: 'gone.js' },
      'unable to load entry point "gone.js": Found zero files',
    ],
    ['says that its CommonJS is a module', { main: 'index.js', type: 'module' }, 'require is not defined'],
  ])('%s', async (_title, manifest, sentence) => {
    const reason = await reasonOf({ manifest });

    expect(reason).toContain(sentence);
  });

  it('has encrypted local settings', async () => {
    const reason = await reasonOf({ localSettings: { IsEncrypted: true, Values: {} } });

    expect(reason).toBe('local.settings.json is malformed, or encrypted: Values is an object of strings.');
  });

  it('has not been built', async () => {
    const empty = startHost({ app: 'none', folder: join(folder(), 'none'), settings: {}, log: () => undefined });

    await expect(empty).rejects.toThrow(/^There is no app in .*none: host\.json is missing\. Run npm run build\.$/);
  });
});

it('gives an app the values of its local settings', async () => {
  const code = `if (process.env.BROTH !== 'miso') throw new Error('no broth'); ${oneFunction}`;

  const start = startApp({ code, localSettings: { IsEncrypted: false, Values: { BROTH: 'miso' } } });

  await expect(start).resolves.toBeUndefined();
});

describe('an entry point', () => {
  it('may be a pattern', async () => {
    const start = startApp({ manifest: { main: '{index,other}.js' } });

    await expect(start).resolves.toBeUndefined();
  });
});
