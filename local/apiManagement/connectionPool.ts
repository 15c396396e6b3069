import { Client } from 'undici';

/**
 * Connections to one origin, each for one call at a time. The one freed last is taken first: it is warm, and finding it
 * takes the same time however many there are, where undici's own `Pool` goes through all of them at each call.
 */
export class ConnectionPool {
  readonly #free: Client[] = [];
  readonly #all: Client[] = [];

  constructor(private readonly origin: string) {}

  /** A connection that nobody else uses until it is released. It connects, and connects again, when it is needed. */
  take(): Client {
    return this.#free.pop() ?? this.#open();
  }

  release(connection: Client): void {
    this.#free.push(connection);
  }

  async destroy(): Promise<void> {
    await Promise.all(this.#all.map((connection) => connection.destroy()));
  }

  #open(): Client {
    const connection = new Client(this.origin);
    this.#all.push(connection);
    return connection;
  }
}
