import type { Session } from '../session';

/** @throws ProvisioningError when Pulumi fails */
export function pulumi(session: Session, args: readonly string[]): Promise<string> {
  throw new Error(`not yet: pulumi ${args.join(' ')} in ${session.folder}`);
}
