import { createHash } from 'node:crypto';
import { extension } from '../extension';
import { programs } from '../programs';
import type { launchers } from './launchers';

/** The archive's place in the bundle. */
export const archivePath = 'artifacts/azd-pulumi.zip';

/**
 * Tells azd what the archive is: a registry of one extension, whose archive serves three systems. As azd reads it:
 * Azure/azure-dev, `cli/azd/extensions/registry.schema.json`.
 */
export function describeArchive(archive: Uint8Array): string {
  const { id, namespace, version, displayName, description, provider, capabilities, usage, examples } = extension;
  const checksum = { algorithm: 'sha256', value: createHash('sha256').update(archive).digest('hex') };
  const startedBy = (entryPoint: keyof typeof launchers) => ({ url: archivePath, checksum, entryPoint });
  const entry = {
    version,
    requiredAzdVersion: `>= ${programs.azd.oldest}`,
    capabilities,
    providers: [{ name: provider, type: 'provisioning-provider', description }],
    usage,
    examples,
    artifacts: {
      linux: startedBy('bin/azd-pulumi'),
      darwin: startedBy('bin/azd-pulumi'),
      windows: startedBy('bin/azd-pulumi.cmd'),
    },
  };
  const registry = {
    schemaVersion: '1.0',
    extensions: [{ id, namespace, displayName, description, versions: [entry] }],
  };
  return JSON.stringify(registry, null, 2);
}
