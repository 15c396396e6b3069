import { ProvisioningError } from '../failure';
import { isAlive, type Operation, readOperation } from '../operation';
import type { Session } from '../session';

/** The operation whose worker is still at work, whoever started it. */
export async function runningOperation({ record }: Session): Promise<Operation | undefined> {
  const operation = readOperation(record);
  if (operation === undefined || operation.ending) return undefined;
  return (await isAlive(record, operation)) ? operation : undefined;
}

/** @throws ProvisioningError that says what still goes on */
export async function refuseWhileRunning(session: Session): Promise<void> {
  const operation = await runningOperation(session);
  if (!operation) return;
  throw new ProvisioningError({
    code: 'still_running',
    category: 'user',
    message: `${names[operation.kind]} of ${session.environmentName} still goes on: ${operation.progress}.`,
    suggestion: 'Wait for its end, or stop it: azd pulumi cancel',
  });
}

/** What a person calls the kinds of operations. */
export const names: Readonly<Record<Operation['kind'], string>> = {
  preview: 'A preview',
  up: 'A deployment',
  destroy: 'The removal',
};
