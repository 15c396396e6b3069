import {
  type sendUnaryData,
  type Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import type { Call, Calls } from '../../../azd/host/messages';
import { serviceDefinition } from '../../../azd/protocol';
import { Refusal, type Services } from './services';

/** Checks a call before it is answered. @throws Refusal */
export type Admit = (call: Pick<ServerUnaryCall<object, object>, 'metadata'>, name: Call) => void;

/** Gives a server azd's unary methods. */
export function addUnary(server: Server, table: Partial<Services>, admit: Admit): void {
  const methods = (Object.keys(table) as Call[]).map((name) => ({
    name,
    handle: unary(name, table[name] as never, admit),
  }));
  for (const service of new Set(methods.map(({ name }) => name.split('.')[0] ?? ''))) {
    const own = methods.filter(({ name }) => name.startsWith(`${service}.`));
    const handlers: [string, UntypedHandleCall][] = own.map(({ name, handle }) => [
      name.slice(service.length + 1),
      handle,
    ]);
    server.addService(serviceDefinition(service), Object.fromEntries(handlers));
  }
}

/** @returns the port */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

/** A method of a grpc-js server: the token is checked first, as azd's interceptor does. */
function unary<Name extends Call>(
  name: Name,
  method: Services[Name],
  admit: Admit,
): (call: ServerUnaryCall<Calls[Name]['request'], object>, reply: sendUnaryData<object>) => void {
  return (call, reply) => {
    try {
      admit(call, name);
      reply(null, method(call.request));
    } catch (error) {
      if (error instanceof Refusal) reply({ code: error.code, details: error.details });
      else reply({ code: status.UNKNOWN, details: String(error) });
    }
  };
}
