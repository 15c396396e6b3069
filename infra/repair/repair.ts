import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway } from '../../gateway';
import { print } from '../../terminal/output';
import { UserError } from '../../terminal/userError';
import { configOf } from '../config/config';
import { toProperties } from '../plan/predictedAzure';
import { runProgram } from '../plan/program';
import { type Adoption, adopt, nameOf } from './adoption';
import { breakLock } from './lock';
import { projectFolder, pulumi, PulumiFailure } from './pulumi';
import { parseState, type State } from './state';

/**
 * Makes what Azure has and the program wants part of a stack that has lost it. The provider says what is there: every
 * candidate goes into the state, and leaves it again when the provider does not find it.
 *
 * @param wanted a stack of this project; the selected one if it is undefined
 * @throws UserError with the way back when the state has been changed already
 */
export async function repair(wanted: string | undefined): Promise<void> {
  const name = (await pulumi(['stack', '--show-name'], wanted)).trim();
  const stack = wanted ?? name;
  // Says what is true, and whether somebody holds the lock, before anything is changed.
  await refresh(stack).catch(async (failure: unknown) => {
    await breakLock(stack, failure);
    await refresh(stack);
  });
  const state = await exportState(stack);
  if (state.deployment.resources.length === 0) {
    throw new UserError('The stack is empty, so there is nothing to mend. Run pulumi up.');
  }
  const config = configOf({ texts: await readTexts(stack), project: projectOf(state), stack: name });
  const { registrations } = await runProgram(config, gateway);
  const adoption = adopt(state, registrations, config.subscriptionId);
  const adopted = adoption.candidates.length === 0 ? [] : await adoptInto(stack, name, adoption);
  report(adopted, adoption);
}

/** @returns the names of the candidates that Azure has */
async function adoptInto(stack: string, name: string, { state, candidates }: Adoption): Promise<string[]> {
  const backup = join(projectFolder, `Pulumi.${name}.${new Date().toISOString().replaceAll(':', '-')}.json`);
  await pulumi(['stack', 'export', '--file', backup], stack);
  print(`The state as it was is in ${backup}.`);
  try {
    await importState(stack, state);
    for (const { urn } of candidates) await lookFor(urn, stack);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const back = `pulumi stack import --stack ${stack} --file ${backup}`;
    throw new UserError(`The stack could not be mended: ${reason}\nPut its state back with ${back}`, { cause });
  }
  const after = new Set((await exportState(stack)).deployment.resources.map(({ urn }) => urn));
  return candidates.filter(({ urn }) => after.has(urn)).map(({ urn }) => nameOf(urn));
}

/** Takes a resource out of the state that Azure does not have. */
async function lookFor(urn: string, stack: string): Promise<void> {
  try {
    await refresh(stack, ['--target', urn]);
  } catch (failure) {
    // How azure-native says of some types that they are gone (pulumi/pulumi-azure-native#4841).
    if (!(failure instanceof PulumiFailure) || !failure.message.includes('Status=404')) throw failure;
    await pulumi(['state', 'delete', urn, '--yes'], stack);
  }
}

function report(adopted: readonly string[], { nameless, replaced }: Adoption): void {
  print(adopted.length === 0 ? 'Azure has nothing that the stack lacks.' : `Adopted: ${adopted.join(', ')}.`);
  if (nameless.length > 0) {
    print(
      `Not looked for, because Pulumi names them at random: ${nameless.join(', ')}. Should pulumi up say that one ` +
        'exists, delete it in the portal.',
    );
  }
  if (replaced.length > 0) {
    print(
      `Another one was being put in the place of ${replaced.join(', ')}. Should pulumi up say that it exists, delete it.`,
    );
  }
  print('Now run pulumi up, or azd provision.');
}

async function refresh(stack: string, target: readonly string[] = []): Promise<void> {
  await pulumi(['refresh', '--yes', '--skip-preview', ...target], stack);
}

async function exportState(stack: string): Promise<State> {
  return parseState(await pulumi(['stack', 'export'], stack));
}

async function importState(stack: string, state: State): Promise<void> {
  // A folder that only this user may look into, under a name that nobody can guess.
  const folder = await mkdtemp(join(tmpdir(), 'pulumi-state-'));
  try {
    const file = join(folder, 'state.json');
    await writeFile(file, JSON.stringify(state));
    await pulumi(['stack', 'import', '--file', file], stack);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The second part of any URN. */
function projectOf({ deployment }: State): string {
  return deployment.resources[0]?.urn.split('::')[1] ?? '';
}

/** The stack's configuration: texts by their keys. No setting of this project is an object. */
async function readTexts(stack: string): Promise<Record<string, string>> {
  const config = toProperties(JSON.parse(await pulumi(['config', '--json', '--show-secrets'], stack)));
  const texts = Object.entries(config).flatMap(([key, entry]): [string, string][] => {
    const { value } = toProperties(entry);
    return typeof value === 'string' ? [[key, value]] : [];
  });
  return Object.fromEntries(texts);
}
