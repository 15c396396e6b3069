import { UserError } from '../../terminal/userError';
import { armTypes } from '../plan/armTypes';
import { type Properties, toArm, toProperties } from '../plan/predictedAzure';
import type { Registration } from '../plan/recordingMonitor';
import { revealSecrets } from '../plan/secrets';
import type { State, StateResource } from './state';
import { urnsOf } from './urns';

/** What to look for in Azure. */
export interface Adoption {
  /** The state with every candidate in it: what Azure does not have has to leave it again. */
  state: State;
  candidates: readonly StateResource[];
  /** Resources that the program wants and the state lacks, whose names in Azure nobody knows any more. */
  nameless: readonly string[];
  /** Resources that others were being put in the place of: the state has the old ones. */
  replaced: readonly string[];
}

const provided = 'azure-native:';

/**
 * Puts all that Azure may have and the state lacks into the state: creations that had begun, and whatever else the program
 * wants. Their outputs stay empty, so that the provider reads each as in an import.
 *
 * @throws UserError for an id that is not the id of such a resource
 */
export function adopt(state: State, registrations: readonly Registration[], subscriptionId: string): Adoption {
  const { resources, pending_operations } = state.deployment;
  const known = new Set(resources.map(({ urn }) => urn));
  const creations = pending_operations
    .filter(({ type, resource }) => type === 'creating' && isAzure(resource.type))
    .map(({ resource }) => resource);
  const begun = creations
    .filter(({ urn }) => !known.has(urn))
    .map((resource) => ({ ...resource, id: idOf(resource, subscriptionId), outputs: {} }));
  // The one that such a creation was to replace has its place in the state.
  const replacing = creations.filter(({ urn }) => known.has(urn));
  // The engine creates nothing before all that it waits for is there.
  const wanted = wantedBy(registrations, [...resources, ...begun]).filter(({ dependencies }) =>
    dependencies?.every((urn) => known.has(urn)),
  );
  const candidates = [
    ...begun,
    ...wanted
      .filter(isNamed)
      // Azure tells the inputs: those of a plan are predicted in part.
      .map((resource) => ({ ...resource, id: idOf(resource, subscriptionId), inputs: {}, outputs: {} })),
  ];
  return {
    state: insert(candidates, state),
    candidates,
    nameless: wanted.filter((resource) => !isNamed(resource)).map(({ urn }) => nameOf(urn)),
    replaced: replacing.map(({ urn }) => nameOf(urn)),
  };
}

/** Pulumi refuses a state in which a resource depends on one that is not there. */
function insert(candidates: readonly StateResource[], state: State): State {
  const { resources, pending_operations } = state.deployment;
  const all = new Set([...resources, ...candidates].map(({ urn }) => urn));
  const linked = candidates.map((candidate) => ({
    ...candidate,
    dependencies: candidate.dependencies?.filter((urn) => all.has(urn)),
  }));
  return {
    ...state,
    deployment: {
      ...state.deployment,
      resources: [...resources, ...linked],
      pending_operations: pending_operations.filter(({ type }) => type !== 'creating'),
    },
  };
}

/** Resources of Azure that the program wants and the state lacks: only those whose parent it has can have been begun. */
function wantedBy(registrations: readonly Registration[], known: readonly StateResource[]): StateResource[] {
  const stack = known.find(({ type }) => type === 'pulumi:pulumi:Stack');
  const provider = known.find(({ type }) => type === 'pulumi:providers:azure-native');
  if (!stack || provider?.id === undefined) return [];
  const reference = `${provider.urn}::${provider.id}`;
  const urns = urnsOf(registrations, stack.urn);
  const urnOf = (urn: string) => urns.get(urn) ?? '';
  const there = new Set(known.map(({ urn }) => urn));
  return registrations
    .filter(({ type, urn, parent }) => isAzure(type) && !there.has(urnOf(urn)) && there.has(urnOf(parent)))
    .map(({ type, urn, parent, inputs, dependencies }) => ({
      urn: urnOf(urn),
      type,
      custom: true,
      inputs: toProperties(revealSecrets(inputs)),
      parent: urnOf(parent),
      provider: reference,
      dependencies: dependencies.map(urnOf),
    }));
}

function isAzure(type: string): boolean {
  return type.startsWith(provided);
}

export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf('::') + 2);
}

/** Whether its inputs hold every name in its id; what names itself got its name when it was created. */
function isNamed({ type, inputs }: StateResource): boolean {
  const given = toProperties(inputs);
  const names = armTypes[type.slice(provided.length)]?.names ?? [];
  return names.every((name) => name.startsWith('=') || given[name] !== undefined);
}

function idOf({ urn, type, inputs }: StateResource, subscriptionId: string): string {
  const properties: Properties = toProperties(inputs);
  const arm = toArm(type.slice(provided.length), properties, subscriptionId);
  if (typeOf(arm.id) === arm.type) return arm.id;
  throw new UserError(`${nameOf(urn)} cannot be adopted: ${arm.id} is no id of a ${arm.type}.`);
}

/** `…/providers/A.B/x/1/y/2` → `A.B/x/y`; nothing for what is no id. */
export function typeOf(id: string): string | undefined {
  if (/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/.test(id)) return 'Microsoft.Resources/resourceGroups';
  const [, provider = '', ...path] = id.slice(id.lastIndexOf('/providers/')).split('/').slice(1);
  if (path.length % 2 === 1 || path.length === 0 || path.includes('')) return undefined;
  return [provider, ...path.filter((_, index) => index % 2 === 0)].join('/');
}
