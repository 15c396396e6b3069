import Module from 'node:module';
import type { InvocationResponse } from './rpc';

/** What a function binds to, as the library registers it. Other members depend on the type. */
export interface Binding {
  type: string;
  direction?: string;
  [member: string]: unknown;
}

export interface FunctionMetadata {
  name: string;
  functionId?: string;
  bindings: Record<string, Binding>;
  retryOptions?: unknown;
}

type FunctionCallback = (...inputs: unknown[]) => unknown;

export interface RegisteredFunction {
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof hookNames)[number];
type HookCallback = (context: object) => unknown;

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

/** A programming model: the library that turns requests of the host into calls of handlers, and answers back. */
interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(context: object): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(defaults: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

/** All that an app has told the host while it was loading. */
export interface App {
  functions: Map<string, RegisteredFunction>;
  hooks: Record<HookName, HookCallback[]>;
  model?: ProgrammingModel;
  /** Objects that hooks share: one for hooks of every kind, one for those that start and end the app. */
  hookData: { app: object; startAndEnd: object };
  /** Set once the host has read the functions: from then on none may be added. */
  started: boolean;
}

type SystemLog = (level: LogLevel, category: string, message: string) => void;

const coreModule = '@azure/functions-core';
const workerVersion = '3.13.0';
const hostVersion = '4.1048.0';

export function createApp(): App {
  return {
    functions: new Map(),
    hooks: { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] },
    hookData: { app: {}, startAndEnd: {} },
    started: false,
  };
}

/**
 * The module `@azure/functions-core`, which the Node.js worker of Azure Functions offers to the app it loads.
 * Source of its members: Azure/azure-functions-nodejs-worker, `types-core/index.d.ts`.
 */
export function createCore(app: App, log: SystemLog): object {
  return {
    version: workerVersion,
    hostVersion,
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) =>
      registerFunction(app, { metadata, callback }),
    registerHook: (name: string, callback: HookCallback) => registerHook(app, name, callback),
    setProgrammingModel: (model: ProgrammingModel) => {
      app.model = model;
    },
    getProgrammingModel: () => app.model,
    log,
    Disposable,
  };
}

/** Answers `require('@azure/functions-core')` from now on, and nothing else: Azure has no hook for `import` either. */
export function provideCore(core: object): void {
  const original = Reflect.get(Module.prototype, 'require') as (id: string) => unknown;
  Module.prototype.require = new Proxy(original, {
    apply: (target, module, [id]: [string]) => (id === coreModule ? core : Reflect.apply(target, module, [id])),
  });
}

class Disposable {
  constructor(private readonly onDispose: () => void) {}

  static from(...disposables: { dispose(): void }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  dispose(): void {
    this.onDispose();
  }
}

function registerFunction(app: App, registered: RegisteredFunction): Disposable {
  const { name, functionId = name } = registered.metadata;
  if (app.started) throw new Error('A function can only be registered during app startup.');
  if (app.functions.has(functionId)) throw new Error(`A function with id "${functionId}" has already been registered.`);
  app.functions.set(functionId, registered);
  return new Disposable(() => {
    if (app.started) throw new Error('A function can only be disposed during app startup.');
    app.functions.delete(functionId);
  });
}

function registerHook(app: App, name: string, callback: HookCallback): Disposable {
  const known = hookNames.find((hook) => hook === name);
  // The library recognises an old worker by this flag.
  if (!known) throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
  app.hooks[known].push(callback);
  return new Disposable(() => {
    app.hooks[known] = app.hooks[known].filter((hook) => hook !== callback);
  });
}
