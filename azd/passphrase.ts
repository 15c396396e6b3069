import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProvisioningError } from './failure';

/**
 * The file with the passphrase of a state in this folder. It is drawn once and never again, because a state without its
 * passphrase is lost; the two stay together in one folder.
 *
 * @throws ProvisioningError for a state whose passphrase is gone
 */
export function keepPassphrase(folder: string): string {
  const file = join(folder, 'passphrase');
  if (existsSync(file)) return file;
  if (existsSync(join(folder, '.pulumi/stacks'))) throw lost(file);
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, randomBytes(24).toString('base64url'), { mode: 0o600 });
  try {
    // Unlike a rename this does nothing where another process was quicker, and nobody sees half of it.
    linkSync(beside, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(beside);
  }
  return file;
}

function lost(file: string): ProvisioningError {
  return new ProvisioningError({
    code: 'passphrase_missing',
    category: 'user',
    message: `The state in ${file.slice(0, -'/passphrase'.length)} is there, but not the file with its passphrase.`,
    suggestion: `Put ${file} back, or set PULUMI_CONFIG_PASSPHRASE to what was in it. Without it the state cannot be read.`,
  });
}
