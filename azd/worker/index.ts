import { readFileSync } from 'node:fs';
import { readLaunch } from '../config';
import type { Job } from '../job';
import { runJob } from './run';

/** Its reader is a file, or has gone: neither ends a deployment. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const cancelling = new AbortController();
// One is enough: Pulumi takes a second one for leave to drop what Azure has begun.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    cancelling.abort();
  });
}
// A terminal that closes ends nobody's deployment.
process.on('SIGHUP', () => undefined);

// Written by whoever starts this, of the same version.
const job = JSON.parse(readFileSync(0, 'utf8')) as Job;
void runJob(job, { variables: readLaunch().variables, signal: cancelling.signal });
