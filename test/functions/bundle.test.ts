import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tools } from '../../functions/menu/tools';
import { operationIds } from '../support/contract';

const bundles = join(__dirname, '../../dist');
const settings = {
  ORDERS_TABLE: 'orders',
  ORDERS_STORAGE_CONNECTION_STRING:
    'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:1/a',
};

/** Loads the bundle as the Functions worker does, with the one module that the worker provides. */
const loader = `
const Module = require('node:module');
const original = Module.prototype.require;
const names = [];
const core = { setProgrammingModel() {}, registerFunction: ({ name }) => names.push(name) };
Module.prototype.require = function (id) {
  return id === '@azure/functions-core' ? core : original.apply(this, arguments);
};
require(process.argv[1]);
console.log(JSON.stringify(names));
`;

let elsewhere: string;

beforeAll(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'bundle-'));
  await cp(bundles, elsewhere, { recursive: true });
});

afterAll(() => rm(elsewhere, { recursive: true }));

async function load(app: string, env: Record<string, string>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', loader, join(elsewhere, app)], { env });
  return JSON.parse(stdout);
}

// Away from the repository no node_modules folder is in reach, as in Azure.
it.each([
  ['menu', tools.map(({ name }) => name)],
  ['orders', operationIds],
])('the %s bundle needs nothing beside itself', async (app, names) => {
  expect(await load(app, settings)).toEqual(names);
});

it('the orders bundle refuses to load without its settings', async () => {
  await expect(load('orders', {})).rejects.toThrow('The orders app cannot start. ORDERS_TABLE_ENDPOINT is missing');
});

it.each([
  ['menu', 150_000],
  ['orders', 1_200_000],
])('the %s bundle stays below %d bytes', async (app, limit) => {
  const { size } = await stat(join(elsewhere, app, 'index.js'));

  expect(size).toBeLessThan(limit);
});

it.each(['menu', 'orders'])('the %s bundle comes with all that the host reads', async (app) => {
  const [manifest, host, map] = await Promise.all(
    ['package.json', 'host.json', 'index.js.map'].map(async (file) => {
      return JSON.parse(await readFile(join(elsewhere, app, file), 'utf8')) as Record<string, unknown>;
    }),
  );

  expect(manifest).toEqual({ name: app, main: 'index.js', type: 'commonjs' });
  expect(host).toHaveProperty('version', '2.0');
  expect(map?.sources).toContain(`../../functions/${app}/index.ts`);
});
