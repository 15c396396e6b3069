import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type * as grpc from '@grpc/grpc-js';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { type IResourceProviderServer, ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { isObject } from '../../../gateway/json';
import { predictOutputs, type Properties, toProperties } from '../../../infra/plan/predictedAzure';
import { bodyMistakes } from '../infra/armBody';
import { type Faults, HalfMade } from './faults';
import { armOf, GENERIC_RESOURCE } from './genericResource';
import { reply, type RunningServer, serve } from './grpc';
import { InitFailed } from './initFailed';
import type { StandInAzure } from './standInAzure';

/** What the wire holds in place of a value that is not known before the deployment. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const ROLE_ASSIGNMENT = 'authorization:RoleAssignment';
const KEYS = 'azure-native:apimanagement:listSubscriptionSecrets';

/**
 * Stands in for the azure-native provider: speaks the engine's protocol (`pulumi/provider.proto` in pulumi/pulumi),
 * checks inputs as ARM would, and keeps resources in a {@link StandInAzure}.
 */
export function startProvider(
  azure: StandInAzure,
  { faults = {}, port }: { faults?: Faults; port?: number } = {},
): Promise<RunningServer> {
  return serve([ResourceProviderService, implementation(azure, faults)], port);
}

function implementation(
  azure: StandInAzure,
  faults: Faults,
): Partial<IResourceProviderServer> & grpc.UntypedServiceImplementation {
  return {
    getPluginInfo: reply(() => new PluginInfo().setVersion('3.28.0')),
    attach: reply(() => new Empty()),
    cancel: reply(() => new Empty()),
    checkConfig: reply((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
    diffConfig: reply(() => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: reply(() => new proto.ConfigureResponse().setSupportspreview(true)),
    check: reply(check),
    diff: reply(diff),
    create: reply(async (request: proto.CreateRequest) => {
      const inputs = fromStruct(request.getProperties());
      if (request.getPreview()) return new proto.CreateResponse().setProperties(toStruct(previewed(request, inputs)));
      await faults.beforeCreate?.(nameOf(request.getUrn()));
      const created = azure.create(tokenOf(request.getUrn()), inputs);
      const [id, outputs] = [created.id, toStruct(created.outputs)];
      try {
        await faults.afterCreate?.(nameOf(request.getUrn()));
      } catch (failure) {
        if (!(failure instanceof HalfMade)) throw failure;
        throw new InitFailed(failure.message, { id, inputs: toStruct(inputs), outputs });
      }
      return new proto.CreateResponse().setId(id).setProperties(outputs);
    }),
    read: reply((request: proto.ReadRequest) => {
      const stored = azure.find(request.getId());
      if (!stored) return absent(tokenOf(request.getUrn()));
      return new proto.ReadResponse()
        .setId(request.getId())
        .setInputs(toStruct(stored.inputs))
        .setProperties(toStruct(stored.outputs));
    }),
    update: reply((request: proto.UpdateRequest) => {
      const inputs = fromStruct(request.getNews());
      const { name, location } = fromStruct(request.getOlds());
      const outputs = request.getPreview()
        ? { ...previewed(request, inputs), name, ...(location !== undefined && { location }) }
        : azure.update(request.getId(), inputs);
      return new proto.UpdateResponse().setProperties(toStruct(outputs));
    }),
    delete: reply((request: proto.DeleteRequest) => {
      azure.delete(request.getId());
      return new Empty();
    }),
    invoke: reply((request: proto.InvokeRequest) => {
      if (request.getTok() !== KEYS) throw new Error(`The stand-in provider does not know ${request.getTok()}.`);
      return new proto.InvokeResponse().setReturn(toStruct(azure.keysOf(fromStruct(request.getArgs()))));
    }),
  };
}

/** What Azure says of parts of a storage account that are not there, which azure-native does not take for being gone (its issue 4841). */
const storageCodes = new Map([
  ['storage:BlobContainer', 'ContainerNotFound'],
  ['storage:Table', 'TableNotFound'],
]);

/** An answer without an id: the resource is gone. @throws as the provider does for some types */
function absent(token: string): proto.ReadResponse {
  const code = storageCodes.get(token);
  if (code !== undefined) throw new Error(`Status=404 Code="${code}" Message="The resource does not exist."`);
  return new proto.ReadResponse();
}

/** Names what the program leaves to be named, as the provider does, and refuses what ARM would. */
function check(request: proto.CheckRequest): proto.CheckResponse {
  const given = fromStruct(request.getNews());
  const before = fromStruct(request.getOlds());
  const token = tokenOf(request.getUrn());
  const inputs = token === ROLE_ASSIGNMENT ? { roleAssignmentName: randomUUID(), ...before, ...given } : given;
  // A generic resource is sent as it is.
  const unchecked = token === GENERIC_RESOURCE || JSON.stringify(inputs).includes(UNKNOWN);
  const failures = unchecked ? [] : bodyMistakes(armOf(token, inputs, '').type, inputs);
  return new proto.CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(failures.map((reason) => new proto.CheckFailure().setReason(reason)));
}

/** What is known before a resource exists or changes: what it is given. Everything that Azure makes up is unknown. */
function previewed(request: proto.CreateRequest | proto.UpdateRequest, inputs: Properties): Properties {
  const token = tokenOf(request.getUrn());
  const outputs = Object.keys(predictOutputs(token, inputs, armOf(token, inputs, '')));
  return { ...Object.fromEntries(outputs.map((name) => [name, UNKNOWN])), ...inputs };
}

/** Another place in ARM is another resource; everything else can be changed. */
function diff(request: proto.DiffRequest): proto.DiffResponse {
  const before = fromStruct(request.getOldInputs());
  const after = fromStruct(request.getNews());
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  );
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  const token = tokenOf(request.getUrn());
  const moved = armOf(token, before, '').id !== armOf(token, after, '').id;
  const response = new proto.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changed)
    .setReplacesList(moved ? changed : [])
    // Two resources cannot share a name in Azure, so the old one goes first; only role assignments are named at random.
    .setDeletebeforereplace(token !== ROLE_ASSIGNMENT)
    .setHasdetaileddiff(true);
  const { UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
  for (const path of changed.flatMap((name) => changedPaths(before[name], after[name], name))) {
    response
      .getDetaileddiffMap()
      .set(path, new proto.PropertyDiff().setKind(moved ? UPDATE_REPLACE : UPDATE).setInputdiff(true));
  }
  return response;
}

/** Paths of the members that differ, as deep as both sides are objects. */
function changedPaths(before: unknown, after: unknown, path: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [path];
  const members = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...members].flatMap((name) => changedPaths(before[name], after[name], `${path}.${name}`));
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf('::') + 2);
}

/** `urn:pulumi:dev::project::parent$azure-native:web:WebApp::menu` → `web:WebApp` */
function tokenOf(urn: string): string {
  const type = urn.split('::')[2]?.split('$').at(-1) ?? '';
  return type.replace(/^azure-native:/, '');
}

export function fromStruct(struct: Struct | undefined): Properties {
  return toProperties(struct?.toJavaScript());
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript({ ...properties } as Parameters<typeof Struct.fromJavaScript>[0]);
}
