import { UserError } from '../../../terminal/userError';
import type { App, Binding, RegisteredFunction } from './core';

export interface TriggeredFunction {
  /** Name under which the library expects the trigger's data. */
  triggerName: string;
  trigger: Binding;
  registered: RegisteredFunction;
}

const triggerTypes = ['httptrigger', 'mcptooltrigger'] as const;
type TriggerType = (typeof triggerTypes)[number];

/**
 * The app's functions by the kind of trigger. Throws {@link UserError} for a trigger, a binding or a retry policy that
 * the local host does not emulate.
 */
export function functionsByTrigger({ functions }: App): Record<TriggerType, TriggeredFunction[]> {
  const found: Record<TriggerType, TriggeredFunction[]> = { httptrigger: [], mcptooltrigger: [] };
  for (const registered of functions.values()) {
    const { type, triggered } = readTrigger(registered);
    found[type].push(triggered);
  }
  return found;
}

function readTrigger(registered: RegisteredFunction): { type: TriggerType; triggered: TriggeredFunction } {
  const { name, bindings, retryOptions } = registered.metadata;
  if (retryOptions) throw new UserError(`Function ${name}: the local host does not emulate retry policies.`);
  const [trigger, ...others] = Object.entries(bindings).sort(byTriggerFirst);
  const type = triggerTypes.find((known) => known === trigger?.[1].type.toLowerCase());
  if (!trigger || !type) {
    throw new UserError(`Function ${name}: the local host does not emulate ${trigger?.[1].type ?? 'no trigger'}.`);
  }
  const binding = others.find(([key, { type: kind }]) => key !== '$return' || kind.toLowerCase() !== 'http');
  if (binding) {
    throw new UserError(`Function ${name}: the local host does not emulate the binding ${binding[1].type}.`);
  }
  return { type, triggered: { triggerName: trigger[0], trigger: trigger[1], registered } };
}

function byTriggerFirst([, one]: [string, Binding], [, other]: [string, Binding]): number {
  return Number(isTrigger(other)) - Number(isTrigger(one));
}

function isTrigger({ type }: Binding): boolean {
  return type.toLowerCase().endsWith('trigger');
}
