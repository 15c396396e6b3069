import { isLiteral, policyMistake, type PolicyElement } from './policyDocument';
import {
  policyRules,
  type AttributeRule,
  type ChildRule,
  type PolicyRule,
  type Scope,
  type Section,
} from './policyRules';

interface Place {
  section: Section;
  scope: Scope;
}

/** What is documented of a policy element; undefined of one that has no rule here. */
export function ruleOf({ name }: PolicyElement): PolicyRule | undefined {
  return Object.hasOwn(policyRules, name) ? policyRules[name] : undefined;
}

/** What API Management would refuse of an element of a section, or of those inside one that has no rule here. */
export function elementMistakes(element: PolicyElement, place: Place): string[] {
  const rule = ruleOf(element);
  if (!rule) return element.children.flatMap((child) => elementMistakes(child, place));
  const reasons = [
    ...placeMistakes(rule, place),
    ...(element.text ? [`takes no text, and this is "${element.text}".`] : []),
    ...missingOneOf(element, rule),
    ...Object.entries(rule.attributes ?? {}).flatMap(([name, attribute]) =>
      attributeMistakes(name, element.attributes[name], attribute),
    ),
  ];
  return [...reasons.map((reason) => policyMistake(element, reason)), ...childrenMistakes(element, rule.children)];
}

function placeMistakes({ sections, scopes }: PolicyRule, { section, scope }: Place): string[] {
  return [
    ...(sections.includes(section) ? [] : [`does not belong in <${section}>, but in <${sections.join('>, <')}>.`]),
    ...(scopes.includes(scope) ? [] : ['does not belong in the policy of every API, but in that of one.']),
  ];
}

function missingOneOf({ attributes }: PolicyElement, { oneOf }: PolicyRule): string[] {
  if (!oneOf || oneOf.some((name) => attributes[name])) return [];
  return [`needs the attribute "${oneOf.join('" or "')}".`];
}

function attributeMistakes(name: string, text: string | undefined, rule: AttributeRule): string[] {
  if (!text) return rule.required ? [`needs the attribute "${name}".`] : [];
  if (text.startsWith('@') && rule.literal) return [`takes no expression as "${name}".`];
  if (!isLiteral(text)) return [];
  const { words, wholeNumber } = rule;
  if (words && !words.includes(text)) return [`has "${text}" as "${name}": one of ${words.join(', ')} is possible.`];
  if (!wholeNumber || isWithin(text, wholeNumber)) return [];
  return [`needs a whole number ${describe(wholeNumber)} as "${name}", not "${text}".`];
}

type Range = NonNullable<AttributeRule['wholeNumber']>;

function isWithin(text: string, { from, to = Infinity }: Range): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to;
}

function describe({ from, to }: Range): string {
  return to === undefined ? `of at least ${from}` : `from ${from} to ${to}`;
}

function childrenMistakes(parent: PolicyElement, rules: Readonly<Record<string, ChildRule>> = {}): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const children = parent.children.filter((child) => child.name === name);
    const wild = children.find(({ text }) => text === rule.wildcard);
    return [
      ...(rule.required && children.length === 0 ? [policyMistake(parent, `needs <${name}>.`)] : []),
      ...(wild && children.length > 1
        ? [policyMistake(wild, `is "${wild.text}", which allows no other beside it.`)]
        : []),
      ...children.flatMap((child) => childrenMistakes(child, rule.children)),
    ];
  });
}
