import type { Registration } from '../plan/recordingMonitor';

/**
 * The engine's URNs of what the program declares, by those of Pulumi's mocks, which know one generation of parents only
 * (https://www.pulumi.com/docs/iac/concepts/resources/names/#urns).
 */
export function urnsOf(registrations: readonly Registration[], stackUrn: string): ReadonlyMap<string, string> {
  const [stackName, project] = stackUrn.split('::');
  const urns = new Map<string, string>();
  for (const { urn, type, name, parent } of registrations) {
    if (type === 'pulumi:pulumi:Stack') {
      urns.set(urn, stackUrn);
      continue;
    }
    const above = urns.get(parent) ?? stackUrn;
    const types = above === stackUrn ? [type] : [above.split('::')[2], type];
    urns.set(urn, [stackName, project, types.join('$'), name].join('::'));
  }
  return urns;
}
