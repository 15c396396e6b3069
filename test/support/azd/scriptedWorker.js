'use strict';

// Stands in the worker's place: does what worker.json in the project says, as long as there is a file named hold there.
const { appendFileSync, existsSync, readFileSync, renameSync, utimesSync, writeFileSync } = require('node:fs');

const job = JSON.parse(readFileSync(0, 'utf8'));
const scripted = JSON.parse(readFileSync('worker.json', 'utf8'));
const { progress = 'creating 1 of 2: apim' } = scripted;
const ending = job.kind === 'repair' ? { outcome: 'done', result: { kind: 'repair' } } : scripted.ending;
appendFileSync('jobs.jsonl', `${JSON.stringify({ ...job, pid: process.pid })}\n`);
const operation = { kind: job.kind, pid: process.pid, startedAt: new Date().toISOString(), progress, log: job.log };
write(operation);
setInterval(() => {
  if (existsSync('hold')) {
    const now = new Date();
    utimesSync(job.record, now, now);
    return;
  }
  // Without an ending it dies in the middle.
  if (ending) {
    appendFileSync('finished.jsonl', `${process.pid}\n`);
    write({ ...operation, ending });
  }
  process.exit();
}, 50);

function write(record) {
  writeFileSync(`${job.record}.new`, JSON.stringify(record));
  renameSync(`${job.record}.new`, job.record);
}
