import type { App, RegisteredFunction } from './app/core';
import type { HostJson } from './app/hostJson';
import { invoke, type InvocationRequest, type LogEntry } from './app/invoke';
import { isLogged } from './app/logLevels';
import type { InvocationResponse } from './app/rpc';
import { createId } from './mcp/session';

/** What every trigger of a running app needs. */
export interface Runtime {
  hostJson: HostJson;
  /** The one key that opens functions whose authorization level asks for a key. */
  key: string | undefined;
  /** Identifies this process to MCP clients. */
  instanceId: string;
  /** Runs a function. Throws {@link FunctionFailure}, whose cause is already in the log. */
  invoke(target: RegisteredFunction, request: InvocationRequest): Promise<InvocationResponse>;
  log(line: string): void;
}

/** A function threw, or its hooks did, or its answer could not be converted. Callers learn nothing but that. */
export class FunctionFailure extends Error {}

interface RuntimeOptions {
  app: App;
  hostJson: HostJson;
  key: string | undefined;
  log: (line: string) => void;
}

export function createRuntime({ app, hostJson, key, log }: RuntimeOptions): Runtime {
  function writeEntry({ level, category, message, functionName, invocationId }: LogEntry): void {
    const name = category === 'user' ? `Function.${functionName}.User` : `Function.${functionName}`;
    if (isLogged(hostJson.logLevels, name, level)) log(`${level} [${functionName} ${invocationId}]: ${message}`);
  }

  return {
    hostJson,
    key,
    instanceId: createId(),
    log,
    async invoke(target, request) {
      try {
        return await invoke({ app, log: writeEntry }, target, request);
      } catch (cause) {
        const { name } = target.metadata;
        const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
        log(`error [${name} ${request.invocationId}]: Executed 'Functions.${name}' (Failed)\n${stack}`);
        throw new FunctionFailure(`Exception while executing function: Functions.${name}`, { cause });
      }
    },
  };
}
