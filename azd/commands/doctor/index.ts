import type { Launch } from '../../config';
import { ProvisioningError } from '../../failure';
import type { Session } from '../../session';
import { type Finding, printFinding } from './finding';
import * as state from './state';
import * as tools from './tools';

type Findings = Finding | readonly Finding[] | undefined;

/** In the order in which one needs another. */
const checks: Readonly<Record<string, (session: Session) => Findings | Promise<Findings>>> = {
  'language host': tools.checkLanguageHost,
  Node: tools.checkNode,
  login: state.checkLogin,
  state: state.checkBackend,
  passphrase: state.checkPassphrase,
  stack: state.checkStack,
  lock: state.checkLock,
  'last operation': state.checkOperation,
  'logs of Pulumi': state.checkLogs,
};

/**
 * Looks at everything that a deployment needs, and prints a line for each.
 *
 * @param open opens the session; when it cannot, that is what is wrong
 * @returns the exit code: 1 when something is wrong
 */
export async function examine({ variables }: Launch, open: () => Promise<Session>): Promise<number> {
  const found = [await tools.checkAzd(variables), await tools.checkPulumi(variables)];
  found.forEach(printFinding);
  const session = await tried('project', open);
  if ('subject' in session) {
    printFinding(session);
    return 1;
  }
  for (const [subject, check] of Object.entries(checks)) {
    const findings = [await tried(subject, () => check(session))].flat().filter((one) => one !== undefined);
    findings.forEach(printFinding);
    found.push(...findings);
  }
  return found.some(({ advice }) => advice !== undefined) ? 1 : 0;
}

async function tried<Result>(subject: string, look: () => Result | Promise<Result>): Promise<Result | Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ProvisioningError)) throw error;
    return { subject, text: error.message, advice: error.suggestion };
  }
}
