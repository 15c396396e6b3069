import { type Failure, ProvisioningError } from './failure';
import { type Operation, runningOperation } from './operation';
import type { Session } from './session';

/** What a person calls the kinds of operations. */
export const names: Readonly<Record<Operation['kind'], string>> = {
  preview: 'A preview',
  up: 'A deployment',
  destroy: 'The removal',
  repair: 'A repair',
};

/** @throws ProvisioningError that says what still goes on */
export async function refuseWhileRunning({ record, stack }: Session): Promise<void> {
  const operation = await runningOperation(record);
  if (operation) throw new ProvisioningError(stillRunning(operation, stack));
}

export function stillRunning({ kind, progress }: Operation, stack: string): Failure {
  return {
    code: 'still_running',
    category: 'user',
    message: `${names[kind]} of ${stack} still goes on: ${progress}.`,
    suggestion: 'Wait for its end, or stop it: azd pulumi cancel',
  };
}
