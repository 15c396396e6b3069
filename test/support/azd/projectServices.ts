import { Server, ServerCredentials, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { serviceDefinition } from '../../../azd/protocol';
import { toStruct } from './struct';

/** What azd knows of a project while one of the extension's own commands runs. */
export interface Project {
  root: string;
  /** `infra.config` of azure.yaml. */
  config?: Record<string, unknown>;
  /** The values of each environment. */
  environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The one that is selected. */
  current?: string;
}

export interface ProjectServices {
  /** What azd tells its extension in the environment. */
  environment: Record<string, string>;
  stop(): void;
}

class Refusal extends Error {}

/** azd's services for a project, or for a folder without one. */
export async function startProjectServices(project: Project | undefined): Promise<ProjectServices> {
  const server = new Server();
  for (const [service, methods] of Object.entries(services(project))) {
    server.addService(serviceDefinition(service), methods);
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    environment: { AZD_SERVER: `127.0.0.1:${port}`, AZD_ACCESS_TOKEN: 'a token' },
    stop: () => {
      server.forceShutdown();
    },
  };
}

function services(project: Project | undefined): Record<string, UntypedServiceImplementation> {
  const there = () => {
    if (!project) throw new Refusal('no project exists; to create a new project, run `azd init`');
    return project;
  };
  return {
    ProjectService: {
      Get: reply(() => ({
        project: { name: 'shop', path: there().root, infra: { provider: 'pulumi', path: 'infra' } },
      })),
      GetConfigSection: reply(() => ({ section: toStruct(there().config ?? {}), found: there().config !== undefined })),
    },
    EnvironmentService: {
      GetCurrent: reply(() => {
        const { current } = there();
        if (current === undefined) throw new Refusal('default environment not set');
        return { environment: { name: current } };
      }),
      GetValues: reply(({ name = '' }) => {
        const values = there().environments[name];
        if (!values) throw new Refusal(`environment '${name}' does not exist`);
        return { key_values: Object.entries(values).map(([key, value]) => ({ key, value })) };
      }),
    },
    AccountService: { LookupTenant: reply(() => ({ tenant_id: 'a-tenant' })) },
  };
}

function reply(answer: (request: { name?: string }) => object): UntypedServiceImplementation[string] {
  return (call: { request: object }, callback: (error: object | null, response?: object) => void) => {
    try {
      callback(null, answer(call.request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      callback({ code: status.UNKNOWN, details: error.message });
    }
  };
}
