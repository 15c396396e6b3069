import { minutesFor } from './durations';
import { type Properties, toArm, toProperties } from './imaginedAzure';
import type { Declared } from './program';
import type { Registration } from './recordingMonitor';
import { hideSecrets, revealSecrets } from './secrets';

/** A resource of the plan. */
export interface PlannedResource {
  /** Logical name, unique in the stack. */
  name: string;
  /** Logical name of the component it is part of. */
  component: string | undefined;
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

/** Turns what the program declared into a schedule in which everything starts as early as it can. */
export function toPlan({ registrations, outputs }: Declared, subscriptionId: string): Plan {
  const azure = registrations.filter(({ custom, type }) => custom && type.startsWith('azure-native:'));
  const byUrn = new Map(azure.map((registration) => [registration.urn, registration]));
  const planned = new Map<string, PlannedResource>();

  for (const registration of azure) plan(registration);

  const resources = [...planned.values()].sort((a, b) => a.starts - b.starts || a.name.localeCompare(b.name));
  const criticalPath = pathTo(latest(resources), resources);
  return {
    resources,
    outputs: toProperties(hideSecrets(outputs)),
    criticalPath,
    minutes: latest(resources)?.ends ?? 0,
  };

  function plan(registration: Registration): PlannedResource {
    const done = planned.get(registration.urn);
    if (done) return done;
    const needed = registration.dependencies.flatMap((urn) => byUrn.get(urn) ?? []).map(plan);
    const resource = toResource(registration, needed);
    planned.set(registration.urn, resource);
    return resource;
  }

  function toResource(
    { type, name, parent, inputs }: Registration,
    needed: readonly PlannedResource[],
  ): PlannedResource {
    const revealed = toProperties(revealSecrets(inputs));
    const arm = toArm(type.slice('azure-native:'.length), revealed, subscriptionId);
    const starts = Math.max(0, ...needed.map(({ ends }) => ends));
    return {
      name,
      component: parent.includes('ramen:infra:') ? parent.slice(parent.lastIndexOf('::') + 2) : undefined,
      ...arm,
      after: directOnly(needed),
      starts,
      ends: starts + minutesFor(arm.type, revealed),
      inputs: toProperties(hideSecrets(inputs)),
    };
  }

  /** Leaves out what another one of the list waits for anyway. */
  function directOnly(needed: readonly PlannedResource[]): string[] {
    const indirect = new Set(needed.flatMap(({ after }) => [...everythingBefore(after)]));
    return needed.map(({ name }) => name).filter((name) => !indirect.has(name));
  }

  function everythingBefore(names: readonly string[], found = new Set<string>()): Set<string> {
    for (const resource of planned.values()) {
      if (!names.includes(resource.name) || found.has(resource.name)) continue;
      found.add(resource.name);
      everythingBefore(resource.after, found);
    }
    return found;
  }
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
