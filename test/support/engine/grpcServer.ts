import * as grpc from '@grpc/grpc-js';

export interface RunningServer {
  port: number;
  /** `127.0.0.1:<port>` */
  address: string;
  stop: () => void;
}

/** Serves gRPC on a free port of this machine. */
export async function serve(
  ...services: readonly [grpc.ServiceDefinition, grpc.UntypedServiceImplementation][]
): Promise<RunningServer> {
  const server = new grpc.Server();
  for (const [definition, implementation] of services) server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
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
