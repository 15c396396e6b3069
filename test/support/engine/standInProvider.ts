import { isDeepStrictEqual } from 'node:util';
import type * as grpc from '@grpc/grpc-js';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { type IResourceProviderServer, ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { type Properties, toArm, toProperties } from '../../../infra/plan/predictedAzure';
import { bodyMistakes } from '../infra/armBody';
import { reply, type RunningServer, serve } from './grpc';
import type { StandInAzure } from './standInAzure';

/** What the wire holds in place of a value that is not known before the deployment. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const KEYS = 'azure-native:apimanagement:listSubscriptionSecrets';

/**
 * Stands in for the azure-native provider: speaks the engine's protocol (`pulumi/provider.proto` in pulumi/pulumi),
 * checks inputs as ARM would, and keeps resources in a {@link StandInAzure}.
 */
export function startProvider(azure: StandInAzure): Promise<RunningServer> {
  return serve([ResourceProviderService, implementation(azure)]);
}

function implementation(azure: StandInAzure): Partial<IResourceProviderServer> & grpc.UntypedServiceImplementation {
  return {
    getPluginInfo: reply(() => new PluginInfo().setVersion('3.28.0')),
    attach: reply(() => new Empty()),
    cancel: reply(() => new Empty()),
    checkConfig: reply((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
    diffConfig: reply(() => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE)),
    // Without support for previews the engine asks for nothing then, and takes every output as unknown.
    configure: reply(() => new proto.ConfigureResponse().setSupportspreview(false)),
    check: reply(check),
    diff: reply(diff),
    create: reply((request: proto.CreateRequest) => {
      const { id, outputs } = azure.create(tokenOf(request.getUrn()), fromStruct(request.getProperties()));
      return new proto.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),
    read: reply((request: proto.ReadRequest) => {
      const { inputs, outputs } = azure.read(request.getId());
      return new proto.ReadResponse()
        .setId(request.getId())
        .setInputs(toStruct(inputs))
        .setProperties(toStruct(outputs));
    }),
    update: reply((request: proto.UpdateRequest) => {
      const outputs = azure.update(request.getId(), fromStruct(request.getNews()));
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

/** Names what the program leaves to be named, as the provider does, and refuses what ARM would. */
function check(request: proto.CheckRequest): proto.CheckResponse {
  const given = fromStruct(request.getNews());
  const before = fromStruct(request.getOlds());
  const token = tokenOf(request.getUrn());
  const inputs =
    token === 'authorization:RoleAssignment' ? { roleAssignmentName: nameFrom(request), ...before, ...given } : given;
  const failures = JSON.stringify(inputs).includes(UNKNOWN) ? [] : bodyMistakes(toArm(token, inputs, '').type, inputs);
  return new proto.CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(failures.map((reason) => new proto.CheckFailure().setReason(reason)));
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
  const moved = toArm(token, before, '').id !== toArm(token, after, '').id;
  return new proto.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changed)
    .setReplacesList(moved ? changed : []);
}

function nameFrom(request: proto.CheckRequest): string {
  const urn = request.getUrn();
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
