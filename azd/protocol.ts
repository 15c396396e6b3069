import { join } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** Read from the file beside this module, or beside the bundle. */
const definitions = loadSync(join(__dirname, 'azd.proto'), {
  keepCase: true,
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
});

/** The methods of one of azd's services, by their names. */
export function serviceDefinition(service: string): Readonly<Record<string, MethodDefinition<object, object>>> {
  const definition = definitions[`azdext.${service}`];
  if (definition === undefined || 'format' in definition) throw new Error(`azd.proto has no service ${service}.`);
  return definition;
}

/** @param name `EnvironmentService.GetValues` */
export function methodDefinition(name: string): MethodDefinition<object, object> {
  const [service = '', method = ''] = name.split('.');
  const definition = serviceDefinition(service)[method];
  if (definition === undefined) throw new Error(`azd.proto has no method ${name}.`);
  return definition;
}
