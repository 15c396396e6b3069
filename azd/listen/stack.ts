import { isObject, type Json } from '../../gateway/json';
import { ProvisioningError } from '../failure';
import { pulumi } from '../pulumi/cli';
import type { Session } from '../session';

/** What Pulumi shows in the place of a secret. */
const SECRET = '[secret]';

/** What a stack holds. */
export interface Inventory {
  count: number;
  /** Pulumi types, each once. */
  types: readonly string[];
}

/**
 * Outputs of last time that are no secrets: texts, and JSON for what is no text; none where there is no stack. The program
 * does not run.
 */
export async function readOutputs(session: Session): Promise<Record<string, string>> {
  const outputs = (await ask(session, ['stack', 'output', '--json'])) ?? {};
  const open = Object.entries(outputs).filter(([, value]) => value !== SECRET);
  return Object.fromEntries(
    open.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** The resources of a stack without Pulumi's own; none where there is no stack. */
export async function takeInventory(session: Session): Promise<Inventory> {
  const { deployment } = (await ask(session, ['stack', 'export'])) ?? {};
  const all = isObject(deployment) && Array.isArray(deployment.resources) ? deployment.resources : [];
  const resources = all.filter((resource) => isObject(resource) && resource.custom === true);
  const types = resources.map(({ type }: Json) => String(type)).filter((type) => !type.startsWith('pulumi:'));
  return { count: types.length, types: [...new Set(types)] };
}

/** Pulumi's answer; undefined where there is no stack. */
async function ask(session: Session, args: readonly string[]): Promise<Json | undefined> {
  try {
    const answer: unknown = JSON.parse(await pulumi(session, [...args, '--stack', session.stack]));
    return isObject(answer) ? answer : undefined;
  } catch (error) {
    if (error instanceof ProvisioningError && error.code === 'no_stack') return undefined;
    throw error;
  }
}
