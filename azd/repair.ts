import type { Session } from './session';

export function offersRepair(session: Session): boolean {
  throw new Error(`not yet: ${session.folder}`);
}

export function repair(session: Session): Promise<void> {
  throw new Error(`not yet: ${session.stack}`);
}
