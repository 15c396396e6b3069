import { randomBytes } from 'node:crypto';
import type * as grpc from '@grpc/grpc-js';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { type IResourceProviderServer, ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import manifest from '../../../package.json';
import { reply, type RunningServer, serve } from './grpc';
import { fromStruct, toStruct, UNKNOWN } from './standInProvider';

const version = manifest.dependencies['@pulumi/random'];

/**
 * Stands in for the random provider as far as passwords go: one is drawn when the resource is created, and what the
 * engine's state says of it stands from then on. The program marks the result as a secret.
 */
export function startRandomProvider(): Promise<RunningServer> {
  return serve([ResourceProviderService, implementation]);
}

const implementation: Partial<IResourceProviderServer> & grpc.UntypedServiceImplementation = {
  getPluginInfo: reply(() => new PluginInfo().setVersion(version)),
  attach: reply(() => new Empty()),
  cancel: reply(() => new Empty()),
  checkConfig: reply((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
  diffConfig: reply(() => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE)),
  configure: reply(() => new proto.ConfigureResponse().setSupportspreview(true)),
  check: reply((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
  diff: reply(() => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE)),
  create: reply((request: proto.CreateRequest) => {
    const inputs = fromStruct(request.getProperties());
    const result = request.getPreview() ? UNKNOWN : draw(Number(inputs.length));
    return new proto.CreateResponse().setId('none').setProperties(toStruct({ ...inputs, result }));
  }),
  read: reply((request: proto.ReadRequest) =>
    new proto.ReadResponse()
      .setId(request.getId())
      .setInputs(request.getInputs())
      .setProperties(request.getProperties()),
  ),
  delete: reply(() => new Empty()),
};

function draw(length: number): string {
  return randomBytes(length).toString('hex').slice(0, length);
}
