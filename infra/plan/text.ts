import type { Plan, PlannedResource } from './graph';
import { highlightsOf, toolsOf } from './highlights';

/** The plan for a terminal: every resource with what a reviewer looks for, the outputs, and what one waits for. */
export function toText(plan: Plan): string {
  const onPath = new Set(plan.criticalPath);
  return [
    `${plan.resources.length} resources, about ${inMinutes(plan.minutes)}. Marked ●: what the deployment waits for.`,
    '',
    ...plan.resources.flatMap((resource) => [...describe(resource, onPath.has(resource.name)), '']),
    'Outputs',
    ...Object.entries(plan.outputs).map(([name, value]) => `  ${name} = ${String(value)}`),
    '',
    `Critical path, about ${inMinutes(plan.minutes)}`,
    ...plan.resources
      .filter(({ name }) => onPath.has(name))
      .map(({ name, starts, ends }) => `  ${clock(starts)} to ${clock(ends)}  ${name}`),
    '',
    'An MCP server that leaves gateway/index.ts stays in Azure, and what it uses cannot go. Delete its API first:',
    ...plan.resources.filter(isMcpServer).map(({ id, apiVersion }) => `  ${deletionOf(id, apiVersion)}`),
  ].join('\n');
}

function describe(resource: PlannedResource, critical: boolean): string[] {
  const { name, type, apiVersion, starts, after, deployment } = resource;
  const indent = ' '.repeat(10);
  const details = [...nameOf(resource), ...highlightsOf(resource)].join('; ');
  return [
    `${clock(starts)} ${critical ? '●' : ' '} ${name}`,
    `${indent}${type}@${apiVersion}`,
    ...(details === '' ? [] : [`${indent}${details}`]),
    ...toolsOf(resource).map((line) => `${indent}${line}`),
    ...(deployment === undefined ? [] : [`${indent}in ${deployment}`]),
    ...(after.length === 0 ? [] : [`${indent}after ${after.join(', ')}`]),
  ];
}

function isMcpServer({ type, inputs }: PlannedResource): boolean {
  return type === 'Microsoft.ApiManagement/service/apis' && inputs.type === 'mcp';
}

/** A deployment creates and updates what is in its template, and deletes nothing. */
function deletionOf(id: string, apiVersion: string): string {
  return `az rest --method delete --headers "If-Match=*" --url "${id}?api-version=${apiVersion}"`;
}

/** Nothing for what Azure or Pulumi names. */
function nameOf({ id, inputs }: PlannedResource): string[] {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return Object.values(inputs).includes(name) ? [`named ${name}`] : [];
}

/** Minutes and seconds since the start. */
function clock(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  return `${String(Math.floor(seconds / 60)).padStart(4)}:${String(seconds % 60).padStart(2, '0')}`;
}

function inMinutes(minutes: number): string {
  return `${Math.round(minutes)} minutes`;
}
