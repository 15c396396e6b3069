import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Metadata, Server, status } from '@grpc/grpc-js';
import type { Call, RequestKind } from '../../../azd/host/messages';
import { serviceDefinition } from '../../../azd/protocol';
import type { Environments } from './environments';
import { type Answer, ProvisioningStream } from './provisioning';
import { addUnary, listen } from './server';
import { type Observed, Refusal, type Services, services, type Situation } from './services';
import { toStruct } from './struct';

export interface Command extends Partial<Situation> {
  environments: Environments;
  /** The extension's main.js. */
  main: string;
  /** As given by `-e`. */
  environmentName?: string;
  /** Variables of the person's terminal. */
  variables?: Readonly<Record<string, string>>;
  /** Names of providers that another extension has registered before. */
  taken?: readonly string[];
}

const readyMs = 15_000;

/**
 * azd, as its extension sees it: one command, from the start of the extension to the end of azd. It keeps to what the real
 * one was seen to do, and notes what the real one would not survive.
 */
export class FakeAzd {
  readonly observed: Observed = { calls: [], questions: [], violations: [] };
  /** What it wrote where nobody reads. */
  output = { stdout: '', stderr: '' };
  /** From the start of its process. */
  readyAfterMs = NaN;
  readonly situation: Situation;
  readonly #stream: ProvisioningStream;
  readonly #server = new Server();
  readonly #token = `${randomUUID()}.${randomUUID()}`;
  #ready = () => undefined as unknown;
  #extension: ChildProcess | undefined;
  #ended: Promise<unknown[]> = Promise.resolve([]);

  constructor(private readonly command: Command) {
    const infra = { path: 'infra', config: {} };
    this.situation = { infra, noPrompt: false, loggedIn: true, defaults: {}, answers: {}, calls: Infinity, ...command };
    this.#stream = new ProvisioningStream(this.observed, command.taken ?? []);
    this.#addServices();
  }

  /** @throws Error when the extension ends, or does not say within 15 s that it is ready */
  async start(): Promise<this> {
    const port = await listen(this.#server);
    const ready = new Promise<void>((resolve) => (this.#ready = resolve));
    const startedAt = performance.now();
    const extension = this.#spawn(port);
    const tooLate = AbortSignal.timeout(readyMs);
    await Promise.race([
      ready,
      this.#ended.then(([code]) => Promise.reject(new Error(`exit code ${String(code)}: ${this.output.stderr}`))),
      once(extension, 'never', { signal: tooLate }),
    ]);
    this.readyAfterMs = performance.now() - startedAt;
    return this;
  }

  #spawn(port: number): ChildProcess {
    const { environments, main, environmentName, variables } = this.command;
    // A person may call azd anywhere below the project.
    const cwd = join(environments.root, 'somewhere/below');
    mkdirSync(cwd, { recursive: true });
    const extension = spawn(process.execPath, [main, 'listen'], {
      cwd,
      // A process group of its own, and nothing of the environment's values.
      detached: true,
      env: {
        PATH: process.env.PATH,
        HOME: environments.root,
        AZD_SERVER: `127.0.0.1:${port}`,
        AZD_ACCESS_TOKEN: this.#token,
        ...(environmentName === undefined ? {} : { AZD_ENVIRONMENT: environmentName }),
        ...(this.situation.noPrompt ? { AZD_NO_PROMPT: 'true' } : {}),
        ...variables,
      },
    });
    extension.stdin.end();
    extension.stdout.on('data', (text) => (this.output.stdout += String(text)));
    extension.stderr.on('data', (text) => (this.output.stderr += String(text)));
    this.#extension = extension;
    this.#ended = once(extension, 'exit');
    return extension;
  }

  #addServices(): void {
    const { observed, situation } = this;
    const table: Services = {
      'ExtensionService.Ready': () => {
        if (!this.#stream.registered) observed.violations.push('It is ready before it is registered.');
        this.#ready();
        return {};
      },
      ...services(situation, observed),
    };
    const admit = ({ metadata }: { metadata: Metadata }, name?: Call) => {
      if (name !== undefined) observed.calls.push(name);
      const expired = name !== undefined && observed.calls.length > situation.calls;
      const [token] = metadata.get('authorization');
      if (token !== this.#token || expired) throw new Refusal(status.UNAUTHENTICATED, 'invalid token');
    };
    addUnary(this.#server, table, admit);
    this.#server.addService(serviceDefinition('ProvisioningService'), {
      Stream: (stream: Parameters<ProvisioningStream['accept']>[0] & { metadata: Metadata }) => {
        try {
          admit(stream);
          this.#stream.accept(stream);
        } catch (error) {
          stream.emit('error', error);
        }
      },
    });
  }

  request(kind: RequestKind, body?: object): Promise<Answer> {
    return this.#stream.request(kind, body);
  }

  /** Resolves when the extension says for the first time how far it is. */
  firstProgress(): Promise<void> {
    return this.#stream.firstProgress;
  }

  /** @param layer of `infra.layers`; empty where there are none */
  initialize(layer = ''): Promise<Answer> {
    const { environments, infra } = this.situation;
    const options = {
      provider: 'pulumi',
      path: infra.path,
      module: 'main',
      name: layer,
      config: toStruct(infra.config),
    };
    return this.request('initialize', { project_path: environments.root, options });
  }

  get environments(): Environments {
    return this.command.environments;
  }

  get environmentName(): string | undefined {
    return this.command.environmentName;
  }

  get extension(): ChildProcess {
    if (!this.#extension) throw new Error('The extension has not been started.');
    return this.#extension;
  }

  /** Kills the extension and all of its process group, as a terminal or a supervisor does. */
  killExtension(): void {
    process.kill(-Number(this.extension.pid), 'SIGKILL');
  }

  /** Takes down the side of azd alone, where there is no extension any more. */
  stop(): void {
    this.#server.forceShutdown();
  }

  /** azd is gone, at its end or killed: its extension is told nothing, and its pipes break. @returns its exit code */
  async leave(): Promise<number | null> {
    this.stop();
    this.extension.stdout?.destroy();
    this.extension.stderr?.destroy();
    const [code] = await this.#ended;
    return typeof code === 'number' ? code : null;
  }

  /** The end of a command in which all went by the rules. */
  async end(): Promise<void> {
    await this.leave();
    if (this.output.stdout !== '') this.observed.violations.push('It writes to standard output.');
    if (this.observed.violations.length > 0) throw new Error(this.observed.violations.join('\n'));
  }
}
