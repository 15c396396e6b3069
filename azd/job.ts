import type { Failure } from './failure';

/** What a worker is asked to do; it arrives as JSON on its standard input. */
export interface Job {
  kind: 'preview' | 'up' | 'destroy' | 'repair';
  /** Pulumi's name of the stack. */
  stack: string;
  /** The folder of `Pulumi.yaml`. */
  folder: string;
  /** The file in which the worker says how far it is: see `operation.ts`. */
  record: string;
  /** Everything that Pulumi says. */
  log: string;
  secretsProvider?: string;
  /** Pulumi types that are never replaced or deleted by `up`, unless {@link allowReplace}. */
  guard: readonly string[];
  allowReplace: boolean;
  /** The values of azd's environment: what the program is told, and what it gave out last time. */
  settings: Readonly<Record<string, string>>;
  /** Whether what stays soft-deleted is removed for good, after `destroy`. */
  purge: boolean;
}

/** A row of azd's table of changes. */
export interface PreviewRow {
  /** `Create`, `Modify`, `Replace`, `Delete`. */
  change: string;
  /** A type of ARM: azd drops rows of types that it does not list. */
  type: string;
  name: string;
}

export type JobResult =
  | { kind: 'preview'; rows: readonly PreviewRow[] }
  | {
      kind: 'up';
      /** Outputs that are no secrets: texts, and JSON for what is no text. */
      outputs: Readonly<Record<string, string>>;
      /** Names of the outputs that are secrets. */
      secrets: readonly string[];
      /** Whether nothing in Azure was to change. */
      unchanged: boolean;
    }
  | { kind: 'destroy'; outputs: readonly string[]; purged: readonly string[] }
  | { kind: 'repair' };

/** How an operation ended. */
export type Ending =
  | { outcome: 'done'; result: JobResult }
  | {
      outcome: 'failed';
      failure: Failure;
      /** Whether Azure may have what the stack does not know of. */
      torn: boolean;
    };
