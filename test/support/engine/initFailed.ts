import * as grpc from '@grpc/grpc-js';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb';

/**
 * Says that a resource exists and is not what it should be: the engine keeps it, with the reason. Travels as gRPC's
 * "rich error" does, in the metadata (pulumi/pulumi, `provider.proto`, ErrorResourceInitFailed).
 */
export class InitFailed extends Error {
  readonly metadata = new grpc.Metadata();

  constructor(reason: string, { id, inputs, outputs }: { id: string; inputs: Struct; outputs: Struct }) {
    super(reason);
    const detail = new ErrorResourceInitFailed().setId(id).setInputs(inputs).setProperties(outputs);
    detail.setReasonsList([reason]);
    const any = new Any();
    any.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
    const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(reason).setDetailsList([any]);
    this.metadata.set('grpc-status-details-bin', Buffer.from(status.serializeBinary()));
  }
}
