import type { Dispatcher } from 'undici';
import type { Answer } from './answer';
import { BackendRequest, type Body } from './backendRequest';
import { collectBody } from './body';
import type { Call } from './call';
import type { Headers } from './exchange';
import { flatten, removeHopByHop, removeReplaced } from './headers';
import { run, type Policy } from './policies/policy';
import type { Upstream } from './upstream';

/** Up to this size a body is sent in one piece with its head, which costs far less than a stream does. */
const onePieceBytes = 65_536;

/** A stream may rest for as long as its client waits. */
const bodyTimeoutMs = 0;

/** How the calls of an API are forwarded. */
interface Forwarding {
  policy: Policy;
  /** Gets to see the bodies that are sent in one piece. */
  onBody?: ((call: Call, body: Buffer) => void) | undefined;
}

/** Forwards a call as it is and streams the response back as it comes. */
export function forward(call: Call, upstream: Upstream, { policy, onBody }: Forwarding): void {
  call.exchange.headers.host = undefined;
  const request = new ForwardedRequest(call, upstream, policy);
  const length = call.request.headers['content-length'];
  if (length === undefined && !call.chunked) {
    request.begin(null);
  } else if (Number(length) <= onePieceBytes) {
    collectBody(call.request, onePieceBytes, (body) => {
      if (body) onBody?.(call, body);
      request.begin(body ?? null);
    });
  } else {
    request.begin(call.request);
  }
}

/** Writes the response to the client at the pace at which the client takes it. */
class ForwardedRequest extends BackendRequest {
  #bodyBegun = false;

  constructor(
    private readonly call: Call,
    upstream: Upstream,
    private readonly policy: Policy,
  ) {
    super(upstream, call);
  }

  begin(body: Body): void {
    this.send(this.call.exchange, body, bodyTimeoutMs);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // Interim responses such as 103 are not passed on.
    if (status < 200) return;
    const { response, exchange } = this.call;
    removeHopByHop(headers);
    run(this.policy.outbound, exchange, headers);
    removeReplaced(headers, exchange.answerHeaders);
    response.writeHead(status, [...flatten(headers), ...exchange.answerHeaders]);
    // The head of a stream must not wait for its first event; that of a short response travels with its body.
    process.nextTick(() => {
      if (!this.#bodyBegun) response.flushHeaders();
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bodyBegun = true;
    if (this.call.response.write(chunk)) return;
    controller.pause();
    this.call.response.once('drain', () => {
      controller.resume();
    });
  }

  protected complete(): void {
    this.#bodyBegun = true;
    this.call.response.end();
  }

  protected fail(answer: Answer): void {
    this.call.answer(answer);
  }
}
