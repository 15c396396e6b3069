/**
 * Values as they travel between the host and the worker of Azure Functions; exactly one member is set.
 * Source: Azure/azure-functions-language-worker-protobuf, `FunctionRpc.proto`.
 */
export interface RpcTypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: RpcHttp;
}

interface Nullable<T> {
  value?: T;
}

export type NullableStrings = Record<string, Nullable<string>>;

export interface RpcHttp {
  url?: string;
  method?: string;
  nullableHeaders?: NullableStrings;
  nullableQuery?: NullableStrings;
  nullableParams?: NullableStrings;
  body?: RpcTypedData | null;
  statusCode?: string;
  headers?: Record<string, string>;
  cookies?: RpcCookie[];
  enableContentNegotiation?: boolean;
}

export interface RpcCookie {
  name: string;
  value: string;
  domain?: Nullable<string>;
  path?: Nullable<string>;
  expires?: Nullable<{ seconds?: number }>;
  secure?: Nullable<boolean>;
  httpOnly?: Nullable<boolean>;
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  maxAge?: Nullable<number>;
}

/** What a function answers. */
export interface InvocationResponse {
  returnValue?: RpcTypedData | null;
}
