import { ProvisioningError } from '../failure';
import { pulumi, type Target } from './cli';
import { parseState } from './state';
import { nameOf } from './urn';

/**
 * Creations that had begun when a Pulumi was killed: Azure may have these resources, and the stack does not know of them.
 *
 * @returns their names in the program; none where there is no stack yet
 * @throws ProvisioningError
 */
export async function pendingCreations(target: Target): Promise<string[]> {
  try {
    const { pending } = parseState(await pulumi(target, ['stack', 'export']));
    return pending.filter(({ type }) => type === 'creating').map(({ urn }) => nameOf(urn));
  } catch (error) {
    if (error instanceof ProvisioningError && error.code === 'no_stack') return [];
    throw error;
  }
}
