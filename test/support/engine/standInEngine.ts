import * as grpc from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb';
import * as engineProto from '@pulumi/pulumi/proto/engine_pb';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as providerProto from '@pulumi/pulumi/proto/provider_pb';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type Properties, toProperties } from '../../../infra/plan/predictedAzure';
import { revealSecrets } from '../../../infra/plan/secrets';
import { ask, reply, type RunningServer, serve, unimplemented } from './grpc';
import { fromStruct, toStruct } from './standInProvider';

interface State {
  urn: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
}

type Step = 'create' | 'update' | 'same' | 'delete';

/**
 * The part of Pulumi's engine that a program and a provider need from each other, without the CLI: it registers what the
 * program declares, has the provider check, compare and create it, remembers it, and takes it down in reverse order.
 */
export class StandInEngine {
  readonly steps: { step: Step; name: string }[] = [];
  readonly log: string[] = [];
  outputs: Properties = {};
  private readonly states = new Map<string, State>();
  private root = '';

  constructor(
    private readonly provider: ResourceProviderClient,
    private readonly names: { project: string; stack: string },
  ) {}

  /** Serves the two services that a program talks to, on one port. */
  listen(): Promise<RunningServer> {
    const monitor = {
      supportsFeature: reply((request: proto.SupportsFeatureRequest) =>
        // Values that carry their own dependencies are for providers that ask for them.
        new proto.SupportsFeatureResponse().setHassupport(request.getId() !== 'outputValues'),
      ),
      // The runtime then asks for each feature by its name.
      getDeploymentInfo: unimplemented,
      registerResource: reply((request: proto.RegisterResourceRequest) => this.register(request)),
      registerResourceOutputs: reply((request: proto.RegisterResourceOutputsRequest) => {
        if (request.getUrn() === this.root)
          this.outputs = toProperties(revealSecrets(fromStruct(request.getOutputs())));
        return new Empty();
      }),
      invoke: reply((request: proto.ResourceInvokeRequest) => this.invoke(request)),
      signalAndWaitForShutdown: reply(() => new Empty()),
    };
    const engine = {
      log: reply((request: engineProto.LogRequest) => {
        if (request.getSeverity() >= engineProto.LogSeverity.WARNING) this.log.push(request.getMessage());
        return new Empty();
      }),
      setRootResource: reply((request: engineProto.SetRootResourceRequest) => {
        this.root = request.getUrn();
        return new engineProto.SetRootResourceResponse();
      }),
      getRootResource: reply(() => new engineProto.GetRootResourceResponse().setUrn(this.root)),
      requirePulumiVersion: reply(() => new engineProto.RequirePulumiVersionResponse()),
    };
    return serve([ResourceMonitorService, monitor], [EngineService, engine]);
  }

  async destroy(): Promise<void> {
    for (const { urn, id, outputs } of [...this.states.values()].reverse()) {
      const request = new providerProto.DeleteRequest().setUrn(urn).setId(id).setProperties(toStruct(outputs));
      await ask(this.provider.delete.bind(this.provider), request);
      this.note('delete', urn);
      this.states.delete(urn);
    }
  }

  private async register(request: proto.RegisterResourceRequest): Promise<proto.RegisterResourceResponse> {
    const type = request.getType();
    const urn = this.urn(request.getParent(), type, request.getName());
    const response = new proto.RegisterResourceResponse().setUrn(urn);
    if (!type.startsWith('azure-native:')) return response.setId(request.getCustom() ? 'provider' : '');
    const { id, outputs } = await this.settle(urn, toProperties(revealSecrets(fromStruct(request.getObject()))));
    return response.setId(id).setObject(toStruct(outputs));
  }

  /** Creates, changes or leaves a resource, as its inputs and what is remembered of it ask for. */
  private async settle(urn: string, given: Properties): Promise<State> {
    const before = this.states.get(urn);
    const inputs = await this.check(urn, given, before);
    if (!before) return this.create(urn, inputs);
    if (!(await this.differs(before, inputs))) {
      this.note('same', urn);
      return before;
    }
    const request = new providerProto.UpdateRequest().setUrn(urn).setId(before.id).setNews(toStruct(inputs));
    const updated = await ask<providerProto.UpdateRequest, providerProto.UpdateResponse>(
      this.provider.update.bind(this.provider),
      request,
    );
    this.note('update', urn);
    return this.remember({ urn, id: before.id, inputs, outputs: fromStruct(updated.getProperties()) });
  }

  private async check(urn: string, given: Properties, before: State | undefined): Promise<Properties> {
    const request = new providerProto.CheckRequest()
      .setUrn(urn)
      .setNews(toStruct(given))
      .setOlds(toStruct(before?.inputs ?? {}));
    const checked = await ask<providerProto.CheckRequest, providerProto.CheckResponse>(
      this.provider.check.bind(this.provider),
      request,
    );
    const reasons = checked.getFailuresList().map((failure) => failure.getReason());
    if (reasons.length > 0) throw new Error(`${urn}: ${reasons.join('; ')}`);
    return fromStruct(checked.getInputs());
  }

  private async create(urn: string, inputs: Properties): Promise<State> {
    const request = new providerProto.CreateRequest().setUrn(urn).setProperties(toStruct(inputs));
    const created = await ask<providerProto.CreateRequest, providerProto.CreateResponse>(
      this.provider.create.bind(this.provider),
      request,
    );
    this.note('create', urn);
    return this.remember({ urn, id: created.getId(), inputs, outputs: fromStruct(created.getProperties()) });
  }

  private async differs(before: State, inputs: Properties): Promise<boolean> {
    const request = new providerProto.DiffRequest()
      .setUrn(before.urn)
      .setId(before.id)
      .setOldInputs(toStruct(before.inputs))
      .setOlds(toStruct(before.outputs))
      .setNews(toStruct(inputs));
    const compared = await ask<providerProto.DiffRequest, providerProto.DiffResponse>(
      this.provider.diff.bind(this.provider),
      request,
    );
    return compared.getChanges() === providerProto.DiffResponse.DiffChanges.DIFF_SOME;
  }

  private async invoke(request: proto.ResourceInvokeRequest): Promise<proto.ResourceInvokeResponse> {
    const args = toProperties(revealSecrets(fromStruct(request.getArgs())));
    const asked = new providerProto.InvokeRequest().setTok(request.getTok()).setArgs(toStruct(args));
    const answered = await ask<providerProto.InvokeRequest, providerProto.InvokeResponse>(
      this.provider.invoke.bind(this.provider),
      asked,
    );
    return new proto.ResourceInvokeResponse().setReturn(answered.getReturn());
  }

  private remember(state: State): State {
    this.states.set(state.urn, state);
    return state;
  }

  private note(step: Step, urn: string): void {
    this.steps.push({ step, name: urn.slice(urn.lastIndexOf('::') + 2) });
  }

  /** A resource's URN holds the types of all its ancestors but the stack ("Resource names" in Pulumi's documentation). */
  private urn(parent: string, type: string, name: string): string {
    const above = parent.split('::')[2] ?? '';
    const path = above === '' || above === 'pulumi:pulumi:Stack' ? type : `${above}$${type}`;
    return ['urn:pulumi:' + this.names.stack, this.names.project, path, name].join('::');
  }
}

export function connect(address: string): ResourceProviderClient {
  return new ResourceProviderClient(address, grpc.credentials.createInsecure());
}
