import { minutesFor } from './durations';
import { type Properties, toArm, toProperties } from './predictedAzure';
import type { Declared } from './program';
import type { Registration } from './recordingMonitor';
import { hideSecrets, revealSecrets } from './secrets';
import { madeByTemplate } from './templateResources';

const PROVIDER = 'azure-native:';

/** A resource of the plan. */
export interface PlannedResource {
  /** Logical name, unique in the stack. */
  name: string;
  /** Logical name of the component it is part of. */
  component: string | undefined;
  /** Logical name of the deployment whose template makes it. */
  deployment?: string;
  type: string;
  apiVersion: string;
  id: string;
  /** Logical names of everything it waits for, without what those wait for themselves. */
  after: readonly string[];
  /** Typical minutes, from the start of the deployment. */
  starts: number;
  ends: number;
  /** Secrets are hidden. */
  inputs: Properties;
}

export interface Plan {
  /** In the order in which they can start. */
  resources: readonly PlannedResource[];
  /** Secrets are hidden. */
  outputs: Properties;
  /** Names of the resources that decide how long the deployment takes, first one first. */
  criticalPath: readonly string[];
  minutes: number;
}

/** A resource that found its place in the plan, and the names of everything that has to be there before it. */
interface Scheduled {
  resource: PlannedResource;
  before: ReadonlySet<string>;
}

/** Turns what the program declared into a schedule in which everything starts as early as it can. */
export function toPlan({ registrations, outputs }: Declared, subscriptionId: string): Plan {
  const scheduled = new Map<string, Scheduled>();
  // A program registers a resource when all that it depends on is there, so one pass finds each of them.
  for (const registration of registrations.filter(isAzure)) {
    const needed = registration.dependencies.flatMap((urn) => scheduled.get(urn) ?? []);
    scheduled.set(registration.urn, schedule(registration, needed, subscriptionId));
  }
  const resources = [...scheduled.values()]
    .map(({ resource }) => resource)
    .sort((a, b) => a.starts - b.starts || a.name.localeCompare(b.name));
  const last = latest(resources);
  return {
    resources: resources.flatMap((resource) => [resource, ...partsOf(resource)]),
    outputs: toProperties(hideSecrets(outputs)),
    criticalPath: pathTo(last, resources),
    minutes: last?.ends ?? 0,
  };
}

/** The others cost no time: components, and the random secret, are in Pulumi's state alone. */
function isAzure({ custom, type }: Registration): boolean {
  return custom && type.startsWith(PROVIDER);
}

function schedule(registration: Registration, needed: readonly Scheduled[], subscriptionId: string): Scheduled {
  const { type, name, parent, inputs } = registration;
  const revealed = toProperties(revealSecrets(inputs));
  const arm = toArm(type.slice(PROVIDER.length), revealed, subscriptionId);
  const starts = Math.max(0, ...needed.map(({ resource }) => resource.ends));
  const names = needed.map(({ resource }) => resource.name);
  const indirect = new Set(needed.flatMap(({ before }) => [...before]));
  const resource = {
    name,
    component: parent.includes('ramen:infra:') ? parent.slice(parent.lastIndexOf('::') + 2) : undefined,
    ...arm,
    after: names.filter((earlier) => !indirect.has(earlier)),
    starts,
    ends: starts + minutesFor(arm.type, revealed),
    inputs: toProperties(hideSecrets(inputs)),
  };
  return { resource, before: new Set([...names, ...indirect]) };
}

/** What a deployment makes by its template, which nothing waits for by itself. */
function partsOf({ name: deployment, id, inputs, component, starts, ends }: PlannedResource): PlannedResource[] {
  return madeByTemplate(id, inputs).map(({ name, properties, ...arm }) => ({
    name: `${deployment}/${name}`,
    component,
    deployment,
    ...arm,
    after: [],
    starts,
    ends,
    inputs: properties,
  }));
}

function latest(resources: readonly PlannedResource[]): PlannedResource | undefined {
  return [...resources].sort((a, b) => b.ends - a.ends)[0];
}

/** From the resource back to the start, each time through the one that kept it waiting. */
function pathTo(resource: PlannedResource | undefined, resources: readonly PlannedResource[]): string[] {
  if (!resource) return [];
  const before = latest(resources.filter(({ name }) => resource.after.includes(name)));
  return [...pathTo(before, resources), resource.name];
}
