import { isObject, type Json } from '../../gateway/json';
import { pulumi, type Target } from './cli';

/**
 * Says where the state of a stack is, for its first run: who loses it cannot change any more what was deployed.
 *
 * @throws ProvisioningError when Pulumi cannot tell whose login it is
 */
export async function where(target: Target): Promise<string> {
  const { stack, variables } = target;
  const url = variables.PULUMI_BACKEND_URL ?? '';
  const [, folder] = /^file:.*[\\/](\.pulumi-state[\\/].+)$/.exec(url) ?? [];
  if (folder !== undefined) return `the state of ${stack} is in ${folder} with its passphrase, keep both`;
  if (!url.startsWith('http')) return `the state of ${stack} is in ${url}`;
  const { user, organizations } = toObject(JSON.parse(await pulumi(target, ['whoami', '--json', '--verbose'])));
  const owner: unknown = Array.isArray(organizations) ? organizations[0] : user;
  return `the state of ${stack} is held by ${String(owner)} at ${url}`;
}

function toObject(value: unknown): Json {
  return isObject(value) ? value : {};
}
