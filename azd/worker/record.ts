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
  writeOperation(job.record, operation);
  const news = setInterval(() => {
    const text = progress.text();
    if (text === operation.progress) return;
    operation.progress = text;
    writeOperation(job.record, operation);
  }, newsMs);
  const heart = setInterval(() => {
    beat(job.record);
  }, heartbeatMs);
  return {
    end(ending) {
      clearInterval(news);
      clearInterval(heart);
      writeOperation(job.record, { ...operation, progress: progress.text(), ending });
    },
  };
}
