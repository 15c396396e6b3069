import type { Plan, PlannedResource } from './graph';

/** The plan as a Mermaid flowchart: components are boxes, arrows say what waits for what, thick ones decide how long it takes. */
export function toMermaid({ resources, criticalPath }: Plan): string {
  const components = new Set(resources.map(({ component }) => component));
  const steps = new Set(criticalPath.slice(1).map((name, index) => `${criticalPath[index] ?? ''} ${name}`));
  return [
    'flowchart LR',
    ...[...components].flatMap((name) =>
      box(
        name,
        resources.filter(({ component }) => component === name),
      ),
    ),
    ...resources.flatMap(({ name, after }) =>
      after.map((before) => `  ${id(before)} ${steps.has(`${before} ${name}`) ? '==>' : '-->'} ${id(name)}`),
    ),
    ...resources.flatMap(({ name, deployment }) =>
      deployment === undefined ? [] : [`  ${id(deployment)} -.-> ${id(name)}`],
    ),
  ].join('\n');
}

function box(component: string | undefined, members: readonly PlannedResource[]): string[] {
  const nodes = members.map(
    ({ name, type }) => `${id(name)}["${name}<br/><small>${type.replace('Microsoft.', '')}</small>"]`,
  );
  if (component === undefined) return nodes.map((node) => `  ${node}`);
  return [`  subgraph ${id(component)}_component [${component}]`, ...nodes.map((node) => `    ${node}`), '  end'];
}

/** Mermaid reads some words, hyphens and slashes as syntax. */
function id(name: string): string {
  return `r_${name.replaceAll(/[-/]/g, '_')}`;
}
