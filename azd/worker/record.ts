import type { Ending, Job } from '../job';
import { beat, heartbeatMs, type Operation, writeOperation } from '../operation';
import type { Progress } from './progress';

/** How often news is written down, at most. */
const newsMs = 250;

/** Writes down how far a job is, as long as it goes on, and at last how it ended. */
export function openRecord(job: Job, progress: Progress): { end: (ending: Ending) => void } {
  const operation: Operation = {
    kind: job.kind,
    pid: process.pid,
    startedAt: new Date().toISOString(),
    progress: progress.text(),
    log: job.log,
  };
  attempt(() => {
    writeOperation(job.record, operation);
  });
  const news = setInterval(() => {
    const text = progress.text();
    if (text === operation.progress) return;
    attempt(() => {
      writeOperation(job.record, { ...operation, progress: text });
      operation.progress = text;
    });
  }, newsMs);
  const heart = setInterval(() => {
    attempt(() => {
      beat(job.record);
    });
  }, heartbeatMs);
  return {
    end(ending) {
      clearInterval(news);
      clearInterval(heart);
      attempt(() => {
        writeOperation(job.record, { ...operation, progress: progress.text(), ending });
      });
    },
  };
}

/** A record that cannot be written, because the disk is full or somebody has deleted the folder, ends no deployment. */
function attempt(write: () => void): void {
  try {
    write();
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
  }
}
