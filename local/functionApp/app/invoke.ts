import { inspect } from 'node:util';
import type { App, FunctionMetadata, HookName, LogLevel, RegisteredFunction } from './core';
import type { InvocationResponse, RpcTypedData } from './rpc';

/** One run of a function, in the shape in which the host sends it to the worker. */
export interface InvocationRequest {
  invocationId: string;
  functionId: string;
  inputData: { name: string; data: RpcTypedData }[];
  triggerMetadata: Record<string, RpcTypedData>;
  traceContext: { traceParent: string; traceState: string; attributes: Record<string, string> };
}

type Phase = 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';
type LogCategory = 'user' | 'system';

interface CoreContext {
  invocationId: string;
  request: InvocationRequest;
  metadata: FunctionMetadata;
  state: Phase | undefined;
  /** The library's own context, once it has made one; log hooks see it. */
  invocationContext: unknown;
  log(level: LogLevel, category: LogCategory, message: string): void;
}

export interface LogEntry {
  level: LogLevel;
  category: LogCategory;
  message: string;
  functionName: string;
  invocationId: string;
}

interface InvokeOptions {
  app: App;
  log: (entry: LogEntry) => void;
}

/**
 * Runs a function with the hooks around it and resolves to what its programming model answers. Rejects with whatever
 * the handler, a hook or the conversion of the result threw. Order of events and the objects that hooks may change:
 * Azure/azure-functions-nodejs-worker, `src/eventHandlers/InvocationHandler.ts`.
 */
export async function invoke(
  { app, log }: InvokeOptions,
  registered: RegisteredFunction,
  request: InvocationRequest,
): Promise<InvocationResponse> {
  if (!app.model) throw new Error('The app has set no programming model.');
  const core = coreContext(app, registered.metadata, { request, log });
  const model = await app.model.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  core.invocationContext = context;
  const hookData = {};
  const shared = { hookData, appHookData: app.hookData.app, invocationContext: context };

  const before = { ...shared, inputs, functionCallback: registered.callback };
  await during(core, 'preInvocationHooks', () => runHooks(app, 'preInvocation', before));

  const after: { inputs: unknown[]; result: unknown; error: unknown } & typeof shared = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  await during(core, 'invocation', async () => {
    try {
      after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error;
    }
  });
  await during(core, 'postInvocationHooks', () => runHooks(app, 'postInvocation', after));
  if (after.error !== null && after.error !== undefined) throw asError(after.error);
  return model.getResponse(context, after.result);
}

/** Runs the app's hooks of one kind, in the order in which they were registered; they may change the context. */
export async function runHooks(app: App, name: Exclude<HookName, 'log'>, context: object): Promise<void> {
  for (const hook of app.hooks[name]) await hook(context);
}

async function during(core: CoreContext, phase: Phase, work: () => Promise<void>): Promise<void> {
  core.state = phase;
  try {
    await work();
  } finally {
    core.state = undefined;
  }
}

interface CoreContextOptions extends Pick<InvokeOptions, 'log'> {
  request: InvocationRequest;
}

function coreContext(app: App, metadata: FunctionMetadata, { request, log }: CoreContextOptions): CoreContext {
  const { invocationId } = request;
  const core: CoreContext = {
    invocationId,
    request,
    metadata,
    state: undefined,
    invocationContext: undefined,
    log(level, category, message) {
      const entry = { hookData: {}, appHookData: app.hookData.app, level, message, category };
      const context = { ...entry, invocationContext: core.invocationContext };
      // Hooks see what the user's code logs, not what the system does, and may change level and message.
      if (category === 'user') for (const hook of app.hooks.log) hook(context);
      log({ level: context.level, category, message: context.message, functionName: metadata.name, invocationId });
    },
  };
  return core;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`The function threw ${inspect(thrown)}.`);
}
