// Azurite publishes no types. These are the parts that `entry.ts` uses; the version is pinned in package.json.
declare module 'azurite/dist/src/table/TableConfiguration' {
  /** Positional, as in Azurite 3.37.0. */
  type Arguments = [
    host: string,
    port: number,
    keepAliveTimeoutSeconds: number,
    databasePath: string,
    enableDebugLog: boolean,
    enableAccessLog: boolean,
    accessLog: undefined,
    debugLogPath: undefined,
    loose: boolean,
    skipApiVersionCheck: boolean,
    cert: string,
    key: string,
    password: string,
    oauth: undefined,
    disableProductStyleUrl: boolean,
    inMemory: boolean,
  ];
  export default class TableConfiguration {
    constructor(...args: Arguments);
  }
}

declare module 'azurite/dist/src/table/TableServer' {
  import type TableConfiguration from 'azurite/dist/src/table/TableConfiguration';
  export default class TableServer {
    constructor(configuration: TableConfiguration);
    start(): Promise<void>;
    close(): Promise<void>;
    getHttpServerAddress(): string;
  }
}

declare module 'azurite/dist/src/common/Telemetry' {
  export const AzuriteTelemetryClient: { init(location: string, enable: boolean): void };
}
