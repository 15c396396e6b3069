import * as grpc from '@grpc/grpc-js';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import { InitFailed } from './initFailed';

export interface RunningServer {
  port: number;
  /** `127.0.0.1:<port>` */
  address: string;
  stop: () => void;
}

/** Serves gRPC on this machine. @param wanted a port, 0 for a free one */
export async function serve(
  [definition, implementation]: [grpc.ServiceDefinition, grpc.UntypedServiceImplementation],
  wanted = 0,
): Promise<RunningServer> {
  const server = new grpc.Server();
  server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${wanted}`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    port,
    address: `127.0.0.1:${port}`,
    stop: () => {
      server.forceShutdown();
    },
  };
}

type Call<Request, Response> = (
  request: Request,
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** A client of a provider. */
export function connect(address: string): ResourceProviderClient {
  return new ResourceProviderClient(address, grpc.credentials.createInsecure());
}

/** Calls a unary method of a client. */
export function ask<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    call(request, (error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}

/** A unary method of a server. Its failures become answers here. */
export function reply<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          const details = error instanceof Error ? error.message : String(error);
          const metadata = error instanceof InitFailed ? error.metadata : undefined;
          callback({ code: grpc.status.UNKNOWN, details, metadata });
        },
      );
  };
}
