import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDotenv, writeDotenv } from './dotenv';

/** The environments of a project, in the files in which azd keeps them. */
export class Environments {
  constructor(readonly root: string) {}

  get default(): string {
    return (JSON.parse(readFileSync(this.#config, 'utf8')) as { defaultEnvironment: string }).defaultEnvironment;
  }

  /** Like `azd env new`: the first one becomes the default. */
  create(name: string, values: Readonly<Record<string, string>> = {}): void {
    this.write(name, { AZURE_ENV_NAME: name, ...values });
    if (!existsSync(this.#config))
      writeFileSync(this.#config, JSON.stringify({ version: 1, defaultEnvironment: name }));
  }

  /** @throws Error when azd could not read the file either */
  read(name: string): Record<string, string> {
    return readDotenv(readFileSync(this.#file(name), 'utf8'));
  }

  write(name: string, values: Readonly<Record<string, string>>): void {
    mkdirSync(dirname(this.#file(name)), { recursive: true });
    writeFileSync(this.#file(name), writeDotenv(values));
  }

  /** Lays values over those that are there. */
  merge(name: string, values: Readonly<Record<string, string>>): void {
    this.write(name, { ...this.read(name), ...values });
  }

  #file(name: string): string {
    return join(this.root, '.azure', name, '.env');
  }

  get #config(): string {
    return join(this.root, '.azure/config.json');
  }
}
