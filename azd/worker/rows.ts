import type { OpType, StepEventMetadata } from '@pulumi/pulumi/automation';
import type { PreviewRow } from '../job';
import { tokenOf } from '../pulumi/type';
import { armTypes } from './armTypes';
import { inputOf, logicalName } from './steps';

/** azd's word for a step; the steps of a replacement become one row. */
const changes: Partial<Record<OpType, string>> = {
  create: 'Create',
  import: 'Create',
  update: 'Modify',
  replace: 'Replace',
  'create-replacement': 'Replace',
  'delete-replaced': 'Replace',
  'import-replacement': 'Replace',
  delete: 'Delete',
};

/** azd shows a row of this type whatever its name says. */
const listed = 'Microsoft.Resources/resourceGroups';

/**
 * The rows of azd's table. azd drops types that it has no name for, so the last row counts those
 * (Azure/azure-dev, `azure_resource_types.go`).
 */
export function rowsOf(steps: readonly StepEventMetadata[]): PreviewRow[] {
  const byUrn = new Map<string, { change: string; step: StepEventMetadata }>();
  for (const step of steps) {
    const change = changes[step.op];
    if (change !== undefined && !byUrn.has(step.urn)) byUrn.set(step.urn, { change, step });
  }
  const all = [...byUrn.values()];
  if (all.length === 0) return [{ change: 'NoChange', type: listed, name: 'nothing is to change' }];
  const isListed = ({ step }: { step: StepEventMetadata }) => armTypes[tokenOf(step.type)] !== undefined;
  const rows = all.filter(isListed).map(({ change, step }) => ({
    change,
    type: armTypes[tokenOf(step.type)]?.type ?? '',
    name: physicalName(step.new ?? step.old, step),
  }));
  const others = all.filter((row) => !isListed(row)).map(({ change }) => change);
  return [...rows, ...countRow(others)];
}

/** The gravest change first. */
const order = ['Replace', 'Delete', 'Modify', 'Create'];

function countRow(others: readonly string[]): PreviewRow[] {
  const kinds = order.filter((change) => others.includes(change));
  const [gravest] = kinds;
  if (gravest === undefined) return [];
  const counts = kinds.map((change) => `${others.filter((other) => other === change).length} ${change}`);
  const detail = kinds.length === 1 ? '' : ` (${counts.join(', ')})`;
  const noun = `further resource${others.length === 1 ? '' : 's'}`;
  return [{ change: gravest, type: listed, name: `${others.length} ${noun}${detail}: azd pulumi preview` }];
}

/** The name that Azure knows a resource by, where it is known already; else the one in the program. */
export function physicalName(state: StepEventMetadata['new'], step: StepEventMetadata): string {
  const input = armTypes[tokenOf(step.type)]?.name;
  return (input && inputOf(state, input)) ?? logicalName(step);
}
