import { status } from '@grpc/grpc-js';
import type { Call, Calls } from '../../../azd/host/messages';
import type { Environments } from './environments';
import { toStruct } from './struct';

export const TENANT = '99999999-8888-7777-6666-555555555555';

/** What a person at the terminal answers, and what azd knows. */
export interface Situation {
  environments: Pick<Environments, 'root' | 'default' | 'read' | 'merge'>;
  /** `infra.path` and `infra.config` of azure.yaml. */
  infra: { path: string; config: object };
  /** Whether nobody can be asked. */
  noPrompt: boolean;
  loggedIn: boolean;
  /** `azd config set defaults.subscription …` */
  defaults: Readonly<Record<string, string>>;
  answers: { subscription?: string; location?: string; confirm?: boolean | 'Ctrl-C' };
  /** How many calls the token is good for. */
  calls: number;
}

/** What azd saw its extension do. */
export interface Observed {
  /** Names of the calls, in their order. */
  calls: Call[];
  /** Questions that were put to the person. */
  questions: string[];
  /** What azd would not survive, or would show wrongly. */
  violations: string[];
}

/** A refusal, with the status and the text that the real one has. */
export class Refusal extends Error {
  constructor(
    readonly code: status,
    readonly details: string,
  ) {
    super(details);
  }
}

export type Services = { [Name in Call]: (request: Calls[Name]['request']) => Calls[Name]['response'] };

/** azd's unary methods, with what is remarkable about each. */
export function services(situation: Situation, observed: Observed): Omit<Services, 'ExtensionService.Ready'> {
  const { environments, infra, answers } = situation;
  return {
    'ExtensionService.ReportError': () => ({}),
    // Whatever -e says.
    'EnvironmentService.GetCurrent': () => ({ environment: { name: environments.default } }),
    'EnvironmentService.GetValues': ({ name }) => ({
      key_values: Object.entries(environments.read(name || environments.default)).map(([key, value]) => ({
        key,
        value,
      })),
    }),
    'EnvironmentService.SetValue': ({ env_name, key, value }) => {
      environments.merge(env_name || environments.default, { [key]: value });
      return {};
    },
    'UserConfigService.GetString': ({ path }) => ({
      value: situation.defaults[path] ?? '',
      found: path in situation.defaults,
    }),
    'ProjectService.Get': () => ({
      project: { name: 'test', path: environments.root, infra: { path: infra.path, provider: 'pulumi' } },
    }),
    'ProjectService.GetConfigSection': ({ path }) =>
      path === 'infra.config' ? { section: toStruct(infra.config), found: true } : { section: null, found: false },
    'AccountService.LookupTenant': () => {
      if (!situation.loggedIn)
        throw new Refusal(status.UNAUTHENTICATED, 'not logged in, run `azd auth login` to login');
      return { tenant_id: TENANT };
    },
    'PromptService.PromptSubscription': ({ Message }) => {
      const id = ask(Message, answers.subscription);
      return { subscription: { id, tenant_id: TENANT } };
    },
    'PromptService.PromptLocation': ({ azure_context }) => {
      const scope = (azure_context as typeof azure_context | null)?.scope;
      const name = ask('Select a location', answers.location);
      if (!scope?.subscription_id) throw new Refusal(status.INVALID_ARGUMENT, 'azure context is required');
      return { location: { name } };
    },
    'PromptService.Confirm': ({ options }) => {
      if (situation.noPrompt) {
        if ((options.default_value as boolean | undefined) === undefined) throw promptRequired();
        return { value: options.default_value };
      }
      return { value: ask(options.message, answers.confirm) };
    },
  };

  function ask<Answer>(question: string, answer: Answer | 'Ctrl-C' | undefined): Answer {
    if (situation.noPrompt) throw promptRequired();
    observed.questions.push(question);
    if (answer === undefined) {
      observed.violations.push(`It asks what no test expects: ${question}`);
      throw new Refusal(status.INTERNAL, 'no answer');
    }
    if (answer === 'Ctrl-C') throw new Refusal(status.CANCELLED, 'cancelled by user');
    return answer;
  }
}

function promptRequired(): Refusal {
  return new Refusal(status.UNKNOWN, 'prompt required');
}
