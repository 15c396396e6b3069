import { isObject } from '../../../gateway/json';
import type { Change, RequestKind } from '../../../azd/host/messages';
import type { Environments } from './environments';
import { type Command, FakeAzd } from './fakeAzd';
import type { Answer, Failure } from './provisioning';

/** What a command of azd came to. */
export interface Outcome {
  failure?: Failure;
  /** What stood on the spinner. */
  progress: string[];
  /** The rows of the table that azd shows. */
  rows: Change[];
  /** Whether azd says that there was nothing to provision. */
  unchanged: boolean;
  /** Questions that were put to the person. */
  questions: string[];
}

/** What each command asks after it has initialized the provider, and how often it does that before. */
const commands = {
  up: { initializations: 2, kind: 'deploy', body: {} },
  provision: { initializations: 1, kind: 'deploy', body: {} },
  'provision --preview': { initializations: 1, kind: 'preview', body: {} },
  'env refresh': { initializations: 1, kind: 'state', body: {} },
  down: { initializations: 1, kind: 'destroy', body: { options: { force: false, purge: false } } },
  'down --purge': { initializations: 1, kind: 'destroy', body: { options: { force: false, purge: true } } },
  'down --force': { initializations: 1, kind: 'destroy', body: { options: { force: true, purge: false } } },
  'down --force --purge': { initializations: 1, kind: 'destroy', body: { options: { force: true, purge: true } } },
} as const satisfies Record<string, { initializations: number; kind: RequestKind; body: object }>;

export type CommandName = keyof typeof commands;

/** Runs a whole command of azd. */
export async function runAzd(name: CommandName, command: Command): Promise<Outcome> {
  const azd = await new FakeAzd(command).start();
  const outcome = await carryOut(name, azd);
  await azd.end();
  return outcome;
}

/** Carries a command out with an extension that is ready. */
export async function carryOut(name: CommandName, azd: FakeAzd): Promise<Outcome> {
  const { initializations, kind, body } = commands[name];
  let answer: Answer = { body: {}, progress: [] };
  for (let time = 0; time < initializations && !answer.failure; time++) answer = await azd.initialize();
  if (!answer.failure) answer = await azd.request(kind, body);
  const { failure, progress } = answer;
  const { violations, questions } = azd.observed;
  const outcome: Outcome = { progress, rows: [], unchanged: false, questions };
  if (failure) {
    if (failure.suggestion === '') violations.push('azd shows its whole chain of errors without a suggestion.');
    return { ...outcome, failure };
  }
  return { ...outcome, ...readers[kind](answer.body, azd) };
}

const readers: Record<
  (typeof commands)[CommandName]['kind'],
  (body: Record<string, unknown>, azd: FakeAzd) => Partial<Outcome>
> = {
  deploy(body, azd) {
    const result = dereference(body.result, 'result', azd);
    const { outputs } = dereference(result.deployment, 'deployment', azd);
    keep(outputs as OutputParameters, azd);
    return { unchanged: result.skipped_reason === 'PROVISIONING_SKIPPED_REASON_DEPLOYMENT_STATE' };
  },
  preview(body, azd) {
    const { changes } = dereference(dereference(body.result, 'result', azd).preview, 'preview', azd);
    return { rows: (changes as Change[]).filter(({ resource_type }) => shownTypes.includes(resource_type)) };
  },
  state(body, azd) {
    const { outputs } = dereference(dereference(body.state_result, 'state_result', azd).state, 'state', azd);
    keep(outputs as OutputParameters, azd);
    return {};
  },
  destroy(body, azd) {
    const { invalidated_env_keys } = dereference(body.result, 'result', azd);
    const { environments, name } = environmentOf(azd);
    const left = Object.entries(environments.read(name)).filter(
      ([key]) => !(invalidated_env_keys as string[]).includes(key),
    );
    environments.write(name, Object.fromEntries(left));
    return {};
  },
};

/** The types that azd's table shows, as far as this project and its tests have them: everything else is dropped. */
const shownTypes: readonly string[] = [
  'Microsoft.ApiManagement/service',
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.CognitiveServices/accounts/deployments',
  'Microsoft.Insights/components',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Resources/resourceGroups',
  'Microsoft.Storage/storageAccounts',
  'Microsoft.Web/serverfarms',
  'Microsoft.Web/sites',
];

type OutputParameters = Readonly<Record<string, { type: string; value: string }>>;

/** azd does not ask whether these are there. */
function dereference(value: unknown, name: string, azd: FakeAzd): Record<string, unknown> {
  if (isObject(value)) return value;
  azd.observed.violations.push(`panic: ${name} is nil`);
  return {};
}

function keep(outputs: OutputParameters | undefined = {}, azd: FakeAzd): void {
  const values = Object.entries(outputs).map(([key, { type, value }]) => {
    if (!['string', 'number', 'bool', 'object', 'array'].includes(type)) {
      azd.observed.violations.push(`panic: unknown provisioning.ParameterType value: ${type}`);
    }
    return [key, ['object', 'array'].includes(type) ? JSON.stringify(value) : value] as const;
  });
  const { environments, name } = environmentOf(azd);
  environments.merge(name, Object.fromEntries(values));
  // It writes again before long: what cannot be read after that is lost.
  environments.merge(name, {});
  environments.read(name);
}

function environmentOf({ environments, environmentName }: FakeAzd): { environments: Environments; name: string } {
  return { environments, name: environmentName ?? environments.default };
}
