import { isDeepStrictEqual } from 'node:util';
import {
  type ArmResource,
  predictOutputs,
  predictSecrets,
  type Properties,
  toProperties,
} from '../../../infra/plan/predictedAzure';
import { madeByTemplate } from '../../../infra/plan/templateResources';
import { armOf, GENERIC_RESOURCE, lookFor } from './genericResource';

const SERVICE = 'apimanagement:ApiManagementService';

interface Stored {
  token: string;
  inputs: Properties;
  outputs: Properties;
}

/**
 * Azure Resource Manager as far as order goes: what a resource lives in or refers to must exist before it, and outlives
 * it. Everything is in memory.
 */
export class StandInAzure {
  readonly resources = new Map<string, Stored>();
  /** Names of API Management services that were deleted and not purged, with their locations. */
  readonly softDeleted = new Map<string, string>();

  /** @param keepsNames whether the name of a soft-deleted service is taken, as in Azure, until it is purged */
  constructor(
    private readonly subscriptionId: string,
    private readonly keepsNames = false,
  ) {}

  /** @throws as azure-native does when it exists already, and when something that it needs does not exist. */
  create(token: string, inputs: Properties): { id: string; outputs: Properties } {
    const arm = armOf(token, inputs, this.subscriptionId);
    if (token === GENERIC_RESOURCE) lookFor(arm);
    if (this.resources.has(arm.id)) throw new Error(`cannot create already existing resource '${arm.id}'`);
    if (this.keepsNames && token === SERVICE && this.softDeleted.has(nameIn(arm.id))) {
      throw new Error(
        'Code="ServiceAlreadyExistsInSoftDeletedState" Message="Api service ' +
          `${nameIn(arm.id)} was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it."`,
      );
    }
    if (this.grants(inputs)) throw new Error('RoleAssignmentExists: The role assignment already exists.');
    return { id: arm.id, outputs: this.put(arm, token, inputs) };
  }

  find(id: string): Stored | undefined {
    return this.resources.get(id);
  }

  update(id: string, inputs: Properties): Properties {
    const { token } = this.existing(id);
    return this.put(armOf(token, inputs, this.subscriptionId), token, inputs);
  }

  /**
   * Takes all that lives in it along. Nothing to do when it is gone already; what a deployment made stays.
   *
   * @throws when something else of the same resource provider still refers to it: ARM does not ask the others.
   */
  delete(id: string): void {
    const going = [...this.resources]
      // An API also leaves the products that it is in.
      .filter(([other, { inputs }]) => `${other}/`.startsWith(`${id}/`) || inputs.apiId === id)
      .map(([other]) => other);
    const user = [...this.resources].find(
      ([other, { inputs }]) =>
        !going.includes(other) &&
        neededBy(other, inputs).some((needed) => going.includes(needed) && providerOf(needed) === providerOf(other)),
    );
    if (user) throw new Error(`${id} cannot go: ${user[0]} needs it.`);
    for (const each of going) this.remove(each);
  }

  private remove(id: string): void {
    const { token, inputs } = this.existing(id);
    if (token === SERVICE) this.softDeleted.set(nameIn(id), String(inputs.location));
    this.resources.delete(id);
  }

  /** @throws when the subscription to an API or a product does not exist. */
  keysOf(args: Properties): Properties {
    const group = `/subscriptions/${this.subscriptionId}/resourceGroups/${String(args.resourceGroupName)}`;
    this.existing(
      `${group}/providers/Microsoft.ApiManagement/service/${String(args.serviceName)}/subscriptions/${String(args.sid)}`,
    );
    return predictSecrets(args);
  }

  /** A deployment also creates or updates what is in its template, in its order, and deletes nothing. */
  private put(arm: ArmResource, token: string, inputs: Properties): Properties {
    const missing = neededBy(arm.id, inputs).find((id) => !this.resources.has(id));
    if (missing !== undefined) throw new Error(`${arm.id} needs ${missing}, which does not exist.`);
    const outputs = predictOutputs(token, inputs, arm);
    this.resources.set(arm.id, { token, inputs, outputs });
    for (const { properties, ...made } of madeByTemplate(arm.id, inputs)) this.put(made, made.type, properties);
    if (token === 'Microsoft.Web/sites/config') this.configureSite(arm.id.replace(/\/config\/[^/]+$/, ''), inputs);
    return outputs;
  }

  /** A site shows its configuration as part of itself, whoever wrote it. */
  private configureSite(id: string, configuration: Properties): void {
    const site = this.existing(id);
    const siteConfig = { ...toProperties(site.inputs.siteConfig), ...configuration };
    this.resources.set(id, { ...site, inputs: { ...site.inputs, siteConfig } });
  }

  /** Whether a principal has a role on a scope already: Azure wants one assignment for each, whatever its name. */
  private grants({ principalId, roleDefinitionId, scope }: Properties): boolean {
    const same = { principalId, roleDefinitionId, scope };
    return [...this.resources.values()].some(
      ({ token, inputs }) =>
        token === 'authorization:RoleAssignment' && isDeepStrictEqual({ ...inputs, ...same }, inputs),
    );
  }

  private existing(id: string): Stored {
    const stored = this.resources.get(id);
    if (!stored) throw new Error(`${id} does not exist.`);
    return stored;
  }
}

/** The ids of all that a resource lives in or refers to. */
function neededBy(id: string, inputs: Properties): string[] {
  const { properties, ...own } = inputs;
  // What the resources of a template need is asked of each of them.
  const said = 'template' in toProperties(properties) ? own : inputs;
  const needed = [...containersOf(id), ...textsIn(said).flatMap(reference), ...namedBy(id, inputs)];
  return needed.filter((other) => other !== id);
}

/** Inside API Management, policies, backends and MCP servers refer to other entities by name. */
function namedBy(id: string, inputs: Properties): string[] {
  const service = /^.*\/Microsoft\.ApiManagement\/service\/[^/]+/.exec(id)?.[0] ?? '';
  const { format, value, credentials, backendId } = inputs;
  const policy = format === 'rawxml' ? String(value) : '';
  const references = `${policy}${JSON.stringify(credentials)}`;
  return [
    ...Array.from(references.matchAll(/\{\{([\w.-]+)\}\}/g), ([, name = '']) => `${service}/namedValues/${name}`),
    ...Array.from(policy.matchAll(/backend-id="([^"]+)"/g), ([, name = '']) => `${service}/backends/${name}`),
    ...(typeof backendId === 'string' ? [`${service}/backends/${backendId}`] : []),
  ];
}

/** The resource group and the resources that an id is nested in; the parts of a storage account called `default` are no resources. */
function containersOf(id: string): string[] {
  const [group = '', provider, ...rest] = splitAtProvider(id);
  if (provider === undefined) return [];
  const parents = rest.slice(0, -2).flatMap((_, index, all) => (index % 2 === 1 ? [all.slice(0, index + 1)] : []));
  const nested = parents.filter((path) => path.at(-1) !== 'default');
  return [group, ...nested.map((path) => [group, 'providers', provider, ...path].join('/'))];
}

function nameIn(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function providerOf(id: string): string | undefined {
  return splitAtProvider(id)[1];
}

function splitAtProvider(id: string): string[] {
  const at = id.lastIndexOf('/providers/');
  if (at < 0) return [id];
  return [id.slice(0, at), ...id.slice(at + '/providers/'.length).split('/')];
}

/** An operation is part of the API that was imported with it. */
function reference(text: string): string[] {
  return /^\/subscriptions\/[^/]+\/resourceGroups\//.test(text) ? [text.replace(/\/operations\/[^/]+$/, '')] : [];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null
    ? Object.entries(toProperties(value)).flatMap(([key, item]) => [key, ...textsIn(item)])
    : [];
}
