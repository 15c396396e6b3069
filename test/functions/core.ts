/** A function as an app registers it with the host. */
export interface RegisteredFunction {
  name: string;
  bindings: Record<string, Record<string, unknown>>;
}

/** What travels between the host and the library: one member of `RpcTypedData` of the host's protobuf contract. */
export type RpcTypedData = Record<string, unknown>;

interface Invocation {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: unknown): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: RpcTypedData }>;
}

interface Model {
  getInvocationModel(context: object): Invocation;
}

export interface LoadedApp {
  functions: RegisteredFunction[];
  /** Runs a function as the host would; `data` is its trigger's payload. Returns what it sends back. */
  invoke(name: string, data: RpcTypedData): Promise<RpcTypedData>;
}

/** Loads an app with a stand-in for the module that the host injects, and records what it registers. */
export function loadApp(load: () => void): LoadedApp {
  const handlers = new Map<string, { metadata: RegisteredFunction; handler: unknown }>();
  let model: Model | undefined;
  const core = {
    setProgrammingModel: (given: Model) => (model = given),
    registerFunction: (metadata: RegisteredFunction, handler: unknown) =>
      handlers.set(metadata.name, { metadata, handler }),
    log: () => undefined,
  };
  jest.isolateModules(() => {
    jest.doMock('@azure/functions-core', () => core, { virtual: true });
    load();
  });

  return {
    functions: [...handlers.values()].map(({ metadata }) => metadata),
    async invoke(name, data) {
      const registered = handlers.get(name);
      if (!registered || !model) throw new Error(`${name} is not registered`);

      const { metadata, handler } = registered;
      const [trigger] = Object.entries(metadata.bindings).find(([, { direction }]) => direction === 'in') ?? [];
      const inputData = [{ name: trigger, data }];
      const request = { invocationId: 'test', inputData, triggerMetadata: {} };
      const invocation = model.getInvocationModel({ invocationId: 'test', request, metadata, log: core.log });
      const { context, inputs } = await invocation.getArguments();
      const result = await invocation.invokeFunction(context, inputs, handler);
      const { returnValue } = await invocation.getResponse(context, result);
      return returnValue ?? {};
    },
  };
}
