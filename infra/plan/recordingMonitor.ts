import { MockMonitor } from '@pulumi/pulumi/runtime/mocks';

/** A resource as the program registered it. */
export interface Registration {
  urn: string;
  /** Pulumi's type: `azure-native:web:WebApp`. */
  type: string;
  name: string;
  parent: string;
  /** False for components, which exist in Pulumi only. */
  custom: boolean;
  /** As on the wire: secrets are still marked. */
  inputs: unknown;
  /** The URNs of everything it has to wait for, whether said outright or through the outputs it uses. */
  dependencies: readonly string[];
  /** The URN of the resource that takes it along when it goes; empty when it has to be deleted itself. */
  deletedWith: string;
}

/** The parts used here of the request that Pulumi's runtime sends for every resource. */
interface RegisterRequest {
  getType: () => string;
  getName: () => string;
  getParent: () => string;
  getCustom: () => boolean;
  getObject: () => { toJavaScript: () => unknown } | undefined;
  getDependenciesList: () => string[];
  getDeletedwith: () => string;
}

interface OutputsRequest {
  getUrn: () => string;
  getOutputs: () => { toJavaScript: () => unknown } | undefined;
}

/**
 * Pulumi's own stand-in for the engine, which also remembers what Mocks are not told: what each resource depends on
 * and which of its inputs are secret.
 */
export class RecordingMonitor extends MockMonitor {
  readonly registrations: Registration[] = [];
  /** The stack's outputs, as on the wire. */
  outputs: unknown = {};

  override async registerResource(
    request: RegisterRequest,
    callback: (error: unknown, response: { getUrn: () => string } | undefined) => void,
  ): Promise<void> {
    await super.registerResource(request, (error: unknown, response: { getUrn: () => string } | undefined) => {
      if (response) this.registrations.push(registration(response.getUrn(), request));
      callback(error, response);
    });
  }

  override registerResourceOutputs(
    request: OutputsRequest,
    callback: (error: unknown, response: unknown) => void,
  ): void {
    if (isStack(request.getUrn())) this.outputs = request.getOutputs()?.toJavaScript();
    super.registerResourceOutputs(request, callback);
  }
}

function isStack(urn: string): boolean {
  return urn.includes('::pulumi:pulumi:Stack::');
}

function registration(urn: string, request: RegisterRequest): Registration {
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    inputs: request.getObject()?.toJavaScript(),
    dependencies: request.getDependenciesList(),
    deletedWith: request.getDeletedwith(),
  };
}
