import { isObject } from '../../gateway/json';
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
  if (folder !== undefined && variables.PULUMI_CONFIG_PASSPHRASE_FILE?.includes(folder)) {
    return `the state of ${stack} is in ${folder} with its passphrase, keep both`;
  }
  if (!url.startsWith('http')) return `the state of ${stack} is in ${url}`;
  const answer: unknown = JSON.parse(await pulumi(target, ['whoami', '--json']));
  // One word; a sentence where there is none, and then the stack is the user's own.
  const organization = /^\S+$/.exec((await pulumi(target, ['org', 'get-default'])).trim())?.[0];
  const user = isObject(answer) ? String(answer.user) : '';
  return `the state of ${stack} is held by ${organization ?? user} at ${url}`;
}
