import type { Struct } from './struct';

/** azd's unary methods: what each is asked and what it answers, as in azd.proto. */
export interface Calls {
  'ExtensionService.Ready': { request: object; response: object };
  'ExtensionService.ReportError': { request: { error: ExtensionError }; response: object };
  'EnvironmentService.GetCurrent': { request: object; response: { environment: { name: string } | null } };
  'EnvironmentService.GetValues': {
    request: { name: string };
    response: { key_values: { key: string; value: string }[] };
  };
  'EnvironmentService.SetValue': { request: { env_name: string; key: string; value: string }; response: object };
  'UserConfigService.GetString': { request: { path: string }; response: { value: string; found: boolean } };
  'ProjectService.Get': {
    request: object;
    response: { project: { name: string; path: string; infra: { path: string; provider: string } | null } | null };
  };
  'ProjectService.GetConfigSection': {
    request: { path: string };
    response: { section: Struct | null; found: boolean };
  };
  'AccountService.LookupTenant': { request: { subscription_id: string }; response: { tenant_id: string } };
  'PromptService.PromptSubscription': {
    request: { Message: string };
    response: { subscription: { id: string; tenant_id: string } | null };
  };
  'PromptService.PromptLocation': {
    request: { azure_context: { scope: { subscription_id: string; tenant_id: string } } };
    response: { location: { name: string } | null };
  };
  'PromptService.Confirm': {
    request: { options: { message: string; default_value: boolean } };
    response: { value?: boolean };
  };
}

export type Call = keyof Calls;

/** What azd asks a provider for, and what it wants to know. */
export interface Requests {
  initialize: {
    request: { project_path: string; options: { path: string; name: string; config: Struct | null } | null };
    response: object;
  };
  ensure_env: { request: object; response: object };
  deploy: { request: object; response: DeployResponse };
  preview: { request: object; response: { result: { preview: { summary: string; changes: readonly Change[] } } } };
  state: { request: object; response: { state_result: { state: { outputs: Outputs } } } };
  destroy: {
    request: { options: { force: boolean; purge: boolean } | null };
    response: { result: { invalidated_env_keys: readonly string[] } };
  };
  parameters: { request: object; response: object };
  planned_outputs: { request: object; response: object };
}

export type RequestKind = keyof Requests;

/** azd reads `deployment` without asking whether it is there. */
export interface DeployResponse {
  result: { deployment: { outputs: Outputs }; skipped_reason: SkippedReason };
}

export type SkippedReason =
  | 'PROVISIONING_SKIPPED_REASON_UNSPECIFIED'
  /** azd says that there is nothing to provision. */
  | 'PROVISIONING_SKIPPED_REASON_DEPLOYMENT_STATE';

/** Values for azd's environment. Any other type makes azd quote the value again, or panic. */
export type Outputs = Readonly<Record<string, { type: 'string'; value: string }>>;

export interface Change {
  change_type: string;
  resource_type: string;
  name: string;
}

export interface ExtensionError {
  message: string;
  suggestion: string;
  origin: 'ERROR_ORIGIN_LOCAL';
  local_error: { code: string; category: string };
}

/** What travels on the stream, in both directions: its kind stands in `message_type`, its body under that name. */
export interface Envelope {
  request_id: string;
  message_type?: string;
  error?: { message: string } | null;
  [body: string]: unknown;
}
