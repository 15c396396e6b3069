import type { PolicyElement } from '../../../gateway/policyDocument';
import { compileValue, type Value } from './expression';
import { policyFailure } from './failure';

// Which attributes there must be, and which literals are possible, `gateway/policyRules.ts` has checked.

/** An attribute that is always there. */
export function required(element: PolicyElement, name: string): string {
  return element.attributes[name] ?? '';
}

/** An attribute that is a positive whole number. */
export function wholeNumber(element: PolicyElement, name: string, fallback?: number): number {
  const text = element.attributes[name] ?? String(fallback);
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw policyFailure(element, `has "${text}" as "${name}": the local gateway takes a whole number above 0.`);
  return Number(text);
}

/** An attribute that is one of a few words; the first one unless it is there. */
export function oneOf<Word extends string>(element: PolicyElement, name: string, words: readonly Word[]): Word {
  const text = element.attributes[name] ?? words[0];
  const word = words.find((candidate) => candidate === text);
  if (!word) throw policyFailure(element, `has "${text}" as "${name}": the local gateway takes ${words.join(', ')}.`);
  return word;
}

/** The values of all child elements, each a literal or an expression. */
export function childValues(element: PolicyElement): Value[] {
  return element.children.map((child) => compileValue(child.text, child));
}
