import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isObject } from '../../gateway/json';
import { ProvisioningError } from '../failure';
import type { Target } from './cli';

const scope = 'https://management.azure.com/.default';

/**
 * A token for Azure's management, from the login that Pulumi used: azd's, which every command that deletes asks for, or
 * the Azure CLI's where nothing else is switched on.
 *
 * @throws ProvisioningError
 */
export async function readArmToken({ variables, folder }: Target): Promise<string> {
  const { ARM_TENANT_ID: tenant, ...others } = variables;
  const usesAz = !Object.keys(others).some((name) => /^ARM_(?:USE_|CLIENT_)/.test(name));
  const [program, args, member] = usesAz
    ? (['az', ['account', 'get-access-token', '--output', 'json', '--scope', scope], 'accessToken'] as const)
    : (['azd', ['auth', 'token', '--output', 'json', '--scope', scope], 'token'] as const);
  const option = usesAz ? '--tenant' : '--tenant-id';
  try {
    const all = [...args, ...(tenant === undefined ? [] : [option, tenant])];
    const { stdout } = await promisify(execFile)(program, all, { cwd: folder, env: variables });
    const answer: unknown = JSON.parse(stdout);
    const token = isObject(answer) ? answer[member] : undefined;
    if (typeof token === 'string') return token;
    throw new Error(`${program} gave no token.`);
  } catch (cause) {
    throw new ProvisioningError(
      {
        code: 'not_logged_in',
        category: 'auth',
        message: `${program} gives no token for Azure.`,
        suggestion: `Run ${usesAz ? 'az login' : 'azd auth login'}.`,
      },
      cause,
    );
  }
}
