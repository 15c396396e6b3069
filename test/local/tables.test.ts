import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { startTables, type Tables, type TablesOptions } from '../../local/tables';

const entity = { partitionKey: 'ramen', rowKey: 'shoyu', price: 900 };

const running: Tables[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tables-'));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((tables) => tables.stop()));
});

afterAll(() => rm(folder, { recursive: true }));

async function start(options?: TablesOptions): Promise<Tables> {
  const tables = await startTables(options);
  running.push(tables);
  return tables;
}

function client({ connectionString }: Pick<Tables, 'connectionString'>): TableClient {
  return TableClient.fromConnectionString(connectionString, 'dishes', { allowInsecureConnection: true });
}

async function writeEntity(tables: Pick<Tables, 'connectionString'>): Promise<void> {
  await client(tables).createTable();
  await client(tables).createEntity(entity);
}

describe('the tables', () => {
  it('keep an entity', async () => {
    const tables = await start();

    await writeEntity(tables);

    await expect(client(tables).getEntity('ramen', 'shoyu')).resolves.toMatchObject(entity);
  });

  it('are there again after a stop when they have a folder', async () => {
    const location = join(folder, 'kept');
    const before = await start({ location });
    await writeEntity(before);

    await before.stop();
    const after = await start({ location });

    await expect(client(after).getEntity('ramen', 'shoyu')).resolves.toMatchObject(entity);
  });

  it('are empty after a stop when they have no folder', async () => {
    const before = await start();
    await writeEntity(before);

    await before.stop();
    const after = await start({ port: before.port });

    await expect(client(after).getEntity('ramen', 'shoyu')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('refuse a port that is taken, in one sentence', async () => {
    const { port } = await start();

    const second = startTables({ port });

    await expect(second).rejects.toThrow(
      `Port ${port} is in use: stop the program that uses it or choose another port.`,
    );
  });

  it('stay up when the terminal interrupts the group', async () => {
    const tables = await start();

    process.kill(tables.pid, 'SIGINT');

    await expect(writeEntity(tables)).resolves.toBeUndefined();
  });

  it('end with the process that owns them, even when it is killed, and are written to disk', async () => {
    const location = join(folder, 'orphaned');
    const owner = fork(join(__dirname, '../support/fixtures/tablesOwner.ts'), [location], {
      execArgv: ['--require', require.resolve('tsx/cjs')],
    });
    const [owned] = (await once(owner, 'message')) as [{ connectionString: string; port: number }];
    await writeEntity(owned);
    const connection = connect(owned.port, '127.0.0.1');
    await once(connection, 'connect');
    connection.on('error', () => undefined);

    owner.kill('SIGKILL');
    await once(connection, 'close');

    const after = await start({ location });
    await expect(client(after).getEntity('ramen', 'shoyu')).resolves.toMatchObject(entity);
  });
});
