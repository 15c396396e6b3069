/** How every program of this project ends, by what a script that calls it would do next. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** An option that does not exist, or a setting that is missing or malformed. */
  misuse: 2,
  /** The server does not accept the key or the token. */
  authentication: 3,
  unreachable: 4,
  /** A person said no to what was about to be done. */
  declined: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type FailureKind = 'failed' | 'misuse' | 'authentication' | 'unreachable' | 'declined';

/** A failure that its user can act on: a sentence that says what is wrong and what to do, shown without a stack. */
export class UserError extends Error {
  override name = 'UserError';
  readonly kind: FailureKind;

  constructor(message: string, { kind = 'failed', cause }: { kind?: FailureKind; cause?: unknown } = {}) {
    super(message, { cause });
    this.kind = kind;
  }
}
