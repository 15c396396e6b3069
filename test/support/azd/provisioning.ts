import type { ServerDuplexStream } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import type { Envelope, RequestKind } from '../../../azd/host/messages';
import type { Observed } from './services';

type Stream = ServerDuplexStream<Envelope, Envelope>;

/** A failure as azd prints it. */
export interface Failure {
  message: string;
  suggestion: string;
  local_error: { code: string; category: string };
}

export interface Answer {
  failure?: Failure;
  /** The body of the answer: none beside a failure. */
  body: Record<string, unknown>;
  /** What stood on the spinner, one after the other. */
  progress: string[];
}

interface Open {
  kind: RequestKind;
  progress: string[];
  times: number[];
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

const registrationMs = 50;

/** azd's side of the stream. */
export class ProvisioningStream {
  readonly #open = new Map<string, Open>();
  readonly #done = new Set<string>();
  #stream: Stream | undefined;
  /** Whether the answer to the registration is on its way. */
  registered = false;

  #progress = () => undefined as unknown;
  readonly firstProgress = new Promise<void>((resolve) => (this.#progress = resolve));

  constructor(
    private readonly observed: Observed,
    /** Names of providers that another extension has registered before. */
    private readonly taken: readonly string[],
  ) {}

  accept(stream: Stream): void {
    this.#stream = stream;
    stream.on('data', (envelope: Envelope) => {
      if (envelope.message_type === 'register_provisioning_provider_request') this.#register(envelope, stream);
      else this.#receive(envelope);
    });
    stream.on('error', () => undefined);
    const lost = () => {
      for (const { reject } of this.#open.values()) reject(new Error('channel closed by dispatcher'));
      this.#open.clear();
    };
    stream.on('end', lost);
    stream.on('cancelled', lost);
  }

  #register({ request_id, ...bodies }: Envelope, stream: Stream): void {
    const { name } = bodies.register_provisioning_provider_request as { name: string };
    if (name === '' || this.taken.includes(name)) {
      const message = `rpc error: code = AlreadyExists desc = provider ${name} already registered`;
      stream.write({ request_id, error: { message } });
      return;
    }
    // The real one takes a moment, too: who does not wait for the answer is too early.
    setTimeout(() => {
      this.registered = true;
      stream.write({ request_id, register_provisioning_provider_response: {} });
    }, registrationMs);
  }

  /** Asks as azd does: without a time limit, whatever else is open. */
  request(kind: RequestKind, body: object = {}): Promise<Answer> {
    const request_id = randomUUID();
    return new Promise((resolve, reject) => {
      this.#open.set(request_id, { kind, progress: [], times: [], resolve, reject });
      this.#stream?.write({ request_id, [`${kind}_request`]: body });
    });
  }

  #receive({ request_id, message_type = '', error, ...bodies }: Envelope): void {
    const open = this.#open.get(request_id);
    if (!open) {
      const why = this.#done.has(request_id) ? 'after the answer' : 'to what azd never asked';
      this.observed.violations.push(`It sends ${message_type || 'an error'} ${why}.`);
      return;
    }
    if (message_type === 'progress_message') {
      this.#show(bodies.progress_message as { message: string; request_id: string }, { open, request_id });
      return;
    }
    this.#open.delete(request_id);
    this.#done.add(request_id);
    if (error) {
      open.resolve({ failure: error as unknown as Failure, body: {}, progress: open.progress });
      return;
    }
    if (message_type !== `${open.kind}_response`)
      this.observed.violations.push(`It answers ${open.kind} by ${message_type}.`);
    open.resolve({ body: bodies[message_type] as Record<string, unknown>, progress: open.progress });
  }

  #show(
    progress: { message: string; request_id: string },
    { open, request_id }: { open: Open; request_id: string },
  ): void {
    const { observed } = this;
    this.#progress();
    open.progress.push(progress.message);
    open.times.push(performance.now());
    if (progress.request_id !== request_id) observed.violations.push('A progress message has another id inside.');
    if (/\n|^$/.test(progress.message)) observed.violations.push('A progress message is no line.');
    // azd mixes up what comes at once.
    const [before = -Infinity] = open.times.slice(-6);
    if (open.times.length > 5 && performance.now() - before < 1000)
      observed.violations.push('Progress comes too fast.');
  }
}
