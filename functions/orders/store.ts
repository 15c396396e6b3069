import { randomUUID } from 'node:crypto';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { Config } from './config';
import { hasStatus, reached } from './storageFailure';

/** An order as it is kept: the bodies as they were answered, so that a replay is the same to the byte. */
export interface OrderRecord {
  orderId: string;
  /** What was ordered, as canonical JSON. Tells a repeated request from another one under the same id. */
  content: string;
  order: string;
  confirmation: string;
}

/** Both verbs throw `Problem` storage-unavailable when the storage does not answer before the signal. */
export interface OrderStore {
  find(orderId: string, signal: AbortSignal): Promise<OrderRecord | undefined>;
  /** One atomic write. When the id is taken nothing is written, and the earlier record that has it comes back. */
  insert(record: OrderRecord, signal: AbortSignal): Promise<OrderRecord | undefined>;
}

/** Where the orders are kept. */
type Location = Pick<Config, 'table' | 'storage'>;

/** An order is alone in its partition, which makes every read a point read. */
const rowKey = 'order';

/** Short enough to retry within the deadline of a request; the client retries again after Retry-After. */
const clientOptions: TableServiceClientOptions = {
  retryOptions: { maxRetries: 2, retryDelayInMs: 100, maxRetryDelayInMs: 500 },
};

/** Keeps orders in Azure Table Storage, or in Azurite. Creates the table when the first order needs it. */
export function openStore(config: Location): OrderStore {
  let connection: Promise<TableClient> | undefined;
  const connected = () => (connection ??= connect(config));

  return {
    async find(orderId, signal) {
      const entity = await reached(readEntity(await connected(), orderId, signal), signal);
      return entity && toRecord(entity);
    },
    async insert(record, signal) {
      // The SDK repeats a write whose answer was lost. The token tells such a repeat of ours from an earlier order.
      const token = randomUUID();
      const present = await reached(insertEntity(await connected(), { ...record, token }, signal), signal);
      return present && present.token !== token ? toRecord(present) : undefined;
    },
  };
}

async function connect({ table, storage }: Location): Promise<TableClient> {
  if ('connectionString' in storage) {
    // Azurite speaks http; a connection string that says https is obeyed.
    const options = { ...clientOptions, allowInsecureConnection: true };
    return TableClient.fromConnectionString(storage.connectionString, table, options);
  }
  // Loaded where it is needed: it is more than half of the bundle.
  const { ManagedIdentityCredential } = await import('@azure/identity');
  const credential = new ManagedIdentityCredential({ clientId: storage.clientId });
  return new TableClient(storage.endpoint, table, credential, clientOptions);
}

type Entity = Record<string, unknown>;

/** One call of `insert`. */
interface Attempt extends OrderRecord {
  token: string;
}

async function readEntity(table: TableClient, orderId: string, abortSignal: AbortSignal): Promise<Entity | undefined> {
  try {
    return await table.getEntity(orderId, rowKey, { abortSignal });
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

/** Returns the entity that has the id already. */
async function insertEntity(table: TableClient, record: Attempt, signal: AbortSignal): Promise<Entity | undefined> {
  try {
    await createEntity(table, record, signal);
    return undefined;
  } catch (error) {
    const present = hasStatus(error, 409) ? await readEntity(table, record.orderId, signal) : undefined;
    if (!present) throw error;
    return present;
  }
}

async function createEntity(table: TableClient, record: Attempt, abortSignal: AbortSignal): Promise<void> {
  const entity = { ...record, partitionKey: record.orderId, rowKey };
  try {
    await table.createEntity(entity, { abortSignal });
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    // Not found can only be the table. To the SDK it is no error when another instance creates it first.
    await table.createTable({ abortSignal });
    await table.createEntity(entity, { abortSignal });
  }
}

function toRecord(entity: Entity): OrderRecord {
  const text = (name: keyof OrderRecord): string => {
    const value = entity[name];
    if (typeof value !== 'string') throw new Error(`The stored order has no ${name}`);
    return value;
  };
  return {
    orderId: text('orderId'),
    content: text('content'),
    order: text('order'),
    confirmation: text('confirmation'),
  };
}
