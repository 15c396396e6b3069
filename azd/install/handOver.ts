import { isObject } from '../../gateway/json';
import { UserError } from '../../terminal/userError';
import { extension } from '../extension';
import type { Run } from './command';

/**
 * Installs a bundle into the azd on the `PATH`, over one that is there. azd says "SUCCESS" also where it has skipped the
 * installation, and a failed one leaves none: what counts is what azd lists afterwards.
 *
 * @throws UserError when azd does not have the extension afterwards
 */
export async function handOver(bundle: string, run: Run): Promise<void> {
  const installation = await run('azd', ['extension', 'install', bundle, '--force', '--no-prompt']);
  const { stdout } = await run('azd', ['extension', 'list', '--installed', '--output', 'json']);
  if (installation.exitCode === 0 && listed(stdout)) return;
  throw new UserError(
    `azd did not install the extension ${extension.id} ${extension.version}. azd extension install ${bundle} --force says:\n` +
      installation.output,
  );
}

/** Where nothing is installed, azd prints messages in place of a list. */
function listed(stdout: string): boolean {
  const { id, version } = extension;
  const rows = parse(stdout);
  return Array.isArray(rows) && rows.some((row) => isObject(row) && row.id === id && row.installedVersion === version);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
