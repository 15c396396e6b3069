import { policyFailure, type PolicyElement } from './document';
import { compileValue, type Value } from './expression';

/** An attribute that must be there. */
export function required(element: PolicyElement, name: string): string {
  const value = element.attributes[name];
  if (!value) throw policyFailure(element, `needs the attribute "${name}".`);
  return value;
}

/** An attribute that is a positive whole number. */
export function wholeNumber(element: PolicyElement, name: string, fallback?: number): number {
  const text = element.attributes[name] ?? (fallback === undefined ? required(element, name) : String(fallback));
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw policyFailure(element, `needs a whole number above 0 as "${name}", not "${text}".`);
  return Number(text);
}

/** An attribute that is one of a few words. */
export function oneOf<Word extends string>(
  element: PolicyElement,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const text = element.attributes[name] ?? words[0];
  const word = words.find((candidate) => candidate === text);
  if (!word) throw policyFailure(element, `has "${text}" as "${name}": one of ${words.join(', ')} is possible.`);
  return word;
}

/** The values of all child elements, each a literal or an expression. */
export function childValues(element: PolicyElement): Value[] {
  return element.children.map((child) => compileValue(child.text, child));
}
