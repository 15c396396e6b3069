import type { Launch } from '../config';
import type { Host } from '../host/client';

/** What every answer has at hand. */
export interface Context {
  host: Host;
  launch: Launch;
  /** The program that runs Pulumi. */
  worker: string;
}
