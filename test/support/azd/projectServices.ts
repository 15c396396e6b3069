import { randomUUID } from 'node:crypto';
import { Server, status } from '@grpc/grpc-js';
import { addUnary, listen } from './server';
import { Refusal, services } from './services';

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

/** azd's services for a project, or for a folder without one. */
export async function startProjectServices(project: Project | undefined): Promise<ProjectServices> {
  const server = new Server();
  const token = randomUUID();
  const infra = { path: 'infra', config: project?.config ?? {} };
  const situation = { infra, noPrompt: false, loggedIn: true, defaults: {}, answers: {}, calls: Infinity };
  const table = services(
    { ...situation, environments: inMemory(project) },
    { calls: [], questions: [], violations: [] },
  );
  addUnary(server, table, ({ metadata }) => {
    if (metadata.get('authorization')[0] !== token) throw new Refusal(status.UNAUTHENTICATED, 'invalid token');
  });
  const port = await listen(server);
  return {
    environment: { AZD_SERVER: `127.0.0.1:${port}`, AZD_ACCESS_TOKEN: token },
    stop: () => {
      server.forceShutdown();
    },
  };
}

/** Environments that no file has. */
function inMemory(project: Project | undefined): Parameters<typeof services>[0]['environments'] {
  const refuse = (details: string): never => {
    throw new Refusal(status.UNKNOWN, details);
  };
  return {
    get root() {
      return project?.root ?? refuse('no project exists; to create a new project, run `azd init`');
    },
    get default() {
      return project?.current ?? refuse('default environment not set');
    },
    read: (name) => ({ ...(project?.environments[name] ?? refuse(`environment '${name}' does not exist`)) }),
    merge: () => refuse('the commands set no value'),
  };
}
