import { type Failure, ProvisioningError } from '../failure';
import { type FailureKind, kinds } from './failureKinds';

/** What Pulumi said before it failed. */
export interface Told {
  /** All that it printed. */
  text: string;
  /** What went wrong with which resource, as far as it said so. */
  errors?: readonly ResourceError[];
  /** The log of the operation. */
  log?: string;
}

export interface ResourceError {
  /** Its name in the program; empty when it is about the program or the stack. */
  resource: string;
  type: string;
  text: string;
}

/** Turns what Pulumi and Azure say into a failure with its reason and what to do: see {@link kinds}. */
export function explain(told: Told, cause?: unknown): ProvisioningError {
  if (cause instanceof ProvisioningError) return cause;
  const errors = told.errors?.length ? told.errors : errorsIn(told.text);
  const said = [told.text, ...errors.map(({ text }) => text)].join('\n');
  const kind = kindOf(said);
  const [, ...found] = kind?.pattern.exec(said) ?? [];
  const first = errors.find(({ text }) => kind?.pattern.test(text)) ?? errors[0];
  const failure: Failure = {
    code: kind?.code ?? 'deployment_failed',
    category: kind?.category ?? 'user',
    message: [kind?.message?.(found), describe(first) ?? firstLines(told.text)].filter(Boolean).join('\n'),
    suggestion: kind?.suggestion(found) ?? 'Read what Azure says, mend it, and run the command again: it goes on.',
  };
  return new ProvisioningError(withLog(failure, told.log), cause);
}

/** Whether Azure may have what the stack does not know of: Pulumi or its provider was killed, or Azure says so. */
export function isTorn({ text, errors = [] }: Told): boolean {
  return [text, ...errors.map((error) => error.text)].some((said) => kindOf(said)?.torn);
}

function kindOf(said: string): FailureKind | undefined {
  return kinds.find(({ pattern }) => pattern.test(said));
}

function describe(error: ResourceError | undefined): string | undefined {
  if (error === undefined) return undefined;
  return error.resource === '' ? error.text : `${error.resource} (${error.type}): ${error.text}`;
}

function withLog(failure: Failure, log: string | undefined): Failure {
  return log === undefined ? failure : { ...failure, suggestion: `${failure.suggestion}\nThe whole log: ${log}` };
}

/** Sums up failures that are told elsewhere. */
const summary = /^(?:update|preview|destroy|refresh|resource .*) failed$|^failed$/;

/** What stands in Pulumi's output after `error: `, with the indented lines that follow. */
function errorsIn(output: string): ResourceError[] {
  const texts = Array.from(output.matchAll(/^\s*error: (.*(?:\n {2,}(?!error: )\S.*)*)/gm), ([, text = '']) =>
    text.trim(),
  );
  return [...new Set(texts)].filter((text) => !summary.test(text)).map((text) => ({ resource: '', type: '', text }));
}

/** Where Pulumi says nothing that looks like an error. */
function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 10).join('\n');
}
