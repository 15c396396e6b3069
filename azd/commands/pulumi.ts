import { note } from '../../terminal/output';
import { pulumi } from '../pulumi/cli';
import type { Session } from '../session';
import type { Command, Context } from './command';
import { onTerminal } from './onTerminal';

const always = () => true;
const never = () => false;

/** The subcommands of `pulumi stack` that another operation on the stack must not meet. */
const changingStack = ['change-secrets-provider', 'import', 'rename', 'rm'];

/** Commands of Pulumi's own, run on the stack of the environment; what follows them is passed on. */
export const pulumiCommands: Readonly<Record<string, Command>> = {
  preview: {
    summary: 'shows what would change; --diff shows each property',
    changes: never,
    run: async (context) => {
      await makeStack(context.session);
      return runPulumi(['preview'], context);
    },
  },
  refresh: {
    summary: 'takes over into the stack what was changed in the cloud by hand',
    changes: always,
    run: (context) => {
      note('Ctrl-C gives the terminal back at once, while Pulumi finishes what it has begun.');
      return runPulumi(['refresh'], context);
    },
  },
  drift: {
    summary: 'shows what was changed in the cloud by hand; changes nothing',
    changes: never,
    run: (context) => runPulumi(['refresh', '--preview-only'], context),
  },
  stack: {
    summary: 'pulumi stack with what follows: output, ls, export, history ...',
    changes: ([subcommand = '']) => changingStack.includes(subcommand),
    run: (context) => runPulumi(['stack'], context),
  },
};

/** Of two `--stack` Pulumi takes the last one, so that a person can name another. */
function runPulumi(command: readonly string[], { session, args, launch }: Context): Promise<number> {
  const silent = launch.noPrompt ? ['--non-interactive'] : [];
  return onTerminal(session, 'pulumi', [...command, '--stack', session.stack, ...silent, ...args]);
}

/** Before the first deployment there is no stack, and a preview shows what it would create. */
async function makeStack(session: Session): Promise<void> {
  if (await findStack(session)) return;
  const provider = session.options.secretsProvider;
  const secrets = provider === undefined ? [] : ['--secrets-provider', provider];
  await pulumi(session, ['stack', 'init', '--no-select', ...secrets]);
}

interface Stack {
  name: string;
  resourceCount?: number;
}

/** The stack of the session, where it is there. */
export async function findStack(session: Session): Promise<Stack | undefined> {
  // As Pulumi documents it; where a service keeps the states, names begin with an organisation.
  const stacks = JSON.parse(await pulumi(session, ['stack', 'ls', '--json'])) as Stack[];
  return stacks.find(({ name }) => name.split('/').at(-1) === session.stack);
}
