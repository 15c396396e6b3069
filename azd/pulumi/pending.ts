import type { Session } from '../session';

export function pendingCreations(session: Session): Promise<string[]> {
  throw new Error(`not yet: ${session.stack}`);
}
