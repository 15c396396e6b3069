import { isObject } from '../../gateway/json';
import { ProvisioningError } from '../failure';
import { pulumi } from '../pulumi/cli';
import { secretMask, textOfOutput } from '../pulumi/outputs';
import { ownResources, parseState } from '../pulumi/state';
import type { Session } from '../session';

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
  const text = await ask(session, ['stack', 'output', '--json']);
  const outputs: unknown = JSON.parse(text ?? '{}');
  const open = Object.entries(isObject(outputs) ? outputs : {}).filter(([, value]) => value !== secretMask);
  return Object.fromEntries(open.map(([name, value]) => [name, textOfOutput(value)]));
}

/** The resources of a stack without Pulumi's own; undefined where there is no stack. */
export async function takeInventory(session: Session): Promise<Inventory | undefined> {
  const text = await ask(session, ['stack', 'export']);
  if (text === undefined) return undefined;
  const resources = ownResources(parseState(text));
  return { count: resources.length, types: [...new Set(resources.map(({ type }) => type))] };
}

/** Pulumi's answer; undefined where there is no stack. */
async function ask(session: Session, args: readonly string[]): Promise<string | undefined> {
  try {
    return await pulumi(session, args);
  } catch (error) {
    if (error instanceof ProvisioningError && error.code === 'no_stack') return undefined;
    throw error;
  }
}
