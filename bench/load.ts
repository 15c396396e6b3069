import autocannon, { type Client, type Options, type Request, type Result } from 'autocannon';
import type { Call } from './calls';

/** One run of the load generator. Latencies in milliseconds. */
export interface Sample {
  calls: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** Share of one core that the generator itself used. Near 1, it may be the limit rather than the server. */
  generatorBusy: number;
}

interface Run {
  connections: number;
  /** How long, or how many calls in all. */
  until: { seconds: number } | { calls: number };
}

/** Each connection cycles through as many requests, all with ids of their own. */
const requestsPerConnection = 64;

/**
 * Closed loop: every connection sends its next request when the answer to the last one has arrived. Every answer is
 * checked, and a single wrong one throws: the speed of a wrong answer means nothing.
 */
export async function measure(call: Call, { connections, until }: Run): Promise<Sample> {
  const wrong: string[] = [];
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  let ended = started;
  const result = await generate(
    {
      url: call.url,
      connections,
      sampleInt: 100,
      setupClient: numberedRequests(call, wrong),
      ...('seconds' in until ? { duration: until.seconds } : { amount: until.calls }),
    },
    // autocannon itself keeps latencies in whole milliseconds only.
    (milliseconds) => {
      latencies.push(milliseconds);
      ended = performance.now();
    },
  );
  const { user, system } = process.cpuUsage(cpu);
  const failures = wrong.length + result.errors + result.non2xx;
  if (failures > 0 || latencies.length === 0) {
    throw new Error(`${call.name}: ${failures} of ${latencies.length} calls failed. ${wrong[0] ?? ''}`);
  }
  return { ...summary(latencies, ended - started), generatorBusy: (user + system) / 1000 / (ended - started) };
}

function generate(options: Options, onResponse: (milliseconds: number) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const run = autocannon(options, (error: unknown, result) => {
      if (error instanceof Error) reject(error);
      else resolve(result);
    });
    run.on('response', (...[, , , milliseconds]) => {
      onResponse(milliseconds);
    });
  });
}

function numberedRequests(call: Call, wrong: string[]): (client: Client) => void {
  let next = 0;
  return (client) => {
    const requests = Array.from({ length: requestsPerConnection }, () => request(call, next++, wrong));
    client.setRequests(requests);
  };
}

function request(call: Call, id: number, wrong: string[]): Request {
  return {
    method: call.method,
    headers: call.headers,
    body: call.body?.(id),
    onResponse(status, body) {
      if (!call.accepts({ status, body, id })) wrong.push(`${status} ${body}`);
    },
  };
}

function summary(latencies: number[], elapsed: number): Omit<Sample, 'generatorBusy'> {
  const sorted = Float64Array.from(latencies).sort();
  const percentile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    calls: sorted.length,
    perSecond: (sorted.length / elapsed) * 1000,
    p50: percentile(0.5),
    p99: percentile(0.99),
  };
}
