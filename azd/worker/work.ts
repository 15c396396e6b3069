import type { Stack } from '@pulumi/pulumi/automation';
import type { Job } from '../job';
import type { Target } from '../pulumi/cli';
import type { Errors } from './errors';
import type { Progress } from './progress';

/** What an operation works with. */
export interface Work {
  job: Job;
  stack: Stack;
  target: Target;
  /** Whoever asks sees it. */
  progress: Progress;
  errors: Errors;
  signal: AbortSignal;
}
