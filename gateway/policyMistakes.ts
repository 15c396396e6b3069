import { backendsOf, keyNamedValues, limitNamedValues, type Gateway } from './model';
import {
  policyMistake,
  readPolicy,
  referencesOf,
  withDescendants,
  withNamedValues,
  type PolicyElement,
} from './policyDocument';
import { elementMistakes, ruleOf } from './policyElementMistakes';
import { sectionNames, type PolicyRule, type Scope, type Section } from './policyRules';

/** What API Management would refuse when it saves the policies, or accept and then forward nothing; a sentence each. */
export function policyMistakes(definition: Gateway): string[] {
  const rows = [...Object.values(definition.restApis), ...Object.values(definition.mcpServers)];
  const read = (file: string) => readPolicy(definition.policyFolder, file);
  const global = read(definition.policy);
  const own = Array.from(new Set(rows.map(({ policy }) => policy)), read);
  const mistakes = [
    ...fileMistakes(global, 'global', definition),
    ...own.flatMap((policy) => fileMistakes(policy, 'API', definition)),
    ...own.flatMap((policy) => forwardingMistakes(policy, global)),
  ];
  // A mistake in the global file is one, however many files inherit it.
  return [...new Set(mistakes)];
}

function fileMistakes(policies: PolicyElement | string, scope: Scope, definition: Gateway): string[] {
  if (typeof policies === 'string') return [policies];
  if (policies.name !== 'policies') {
    return [policyMistake(policies, 'is not what a policy file begins with: <policies> is.')];
  }
  return [
    ...referenceMistakes(policies, definition),
    ...partMistakes(withNamedValues(policies, limitNamedValues(definition)), scope),
  ];
}

function referenceMistakes(policies: PolicyElement, definition: Gateway): string[] {
  const known = {
    namedValues: [...Object.keys(limitNamedValues(definition)), ...keyNamedValues(definition)],
    backends: backendsOf(definition).map(([name]) => name),
  };
  return withDescendants(policies).flatMap((element) => {
    const { namedValues, backends } = referencesOf(element);
    const missing = (names: string[], existing: readonly string[]) => names.filter((name) => !existing.includes(name));
    return [
      ...missing(namedValues, known.namedValues).map(
        (name) => `refers to the named value "${name}", which does not exist.`,
      ),
      ...missing(backends, known.backends).map(
        (name) => `names the backend "${name}", which does not exist. There are ${known.backends.join(', ')}.`,
      ),
    ].map((reason) => policyMistake(element, reason));
  });
}

function partMistakes(policies: PolicyElement, scope: Scope): string[] {
  return [
    ...emptyMistakes(policies),
    ...repeated(policies.children).map((section) => policyMistake(section, 'is there twice.')),
    ...policies.children.flatMap((section) => sectionMistakes(section, scope)),
    ...onceMistakes(policies, 'file'),
  ];
}

function sectionMistakes(section: PolicyElement, scope: Scope): string[] {
  const name = sectionNames.find((known) => known === section.name);
  if (!name) return [policyMistake(section, `is no section of a policy: ${sectionNames.join(', ')} are.`)];
  const second = name === 'backend' ? section.children[1] : undefined;
  return [
    ...emptyMistakes(section),
    ...(second ? [policyMistake(second, 'is the second element in <backend>, which takes one.')] : []),
    ...onceMistakes(section, 'section'),
    ...section.children.flatMap((element) => elementMistakes(element, { section: name, scope })),
  ];
}

/** Attributes and texts of what takes only elements. */
function emptyMistakes(element: PolicyElement): string[] {
  const [attribute] = Object.keys(element.attributes);
  return [
    ...(attribute === undefined ? [] : [policyMistake(element, `has the attribute "${attribute}", and takes none.`)]),
    ...(element.text ? [policyMistake(element, `takes no text, and this is "${element.text}".`)] : []),
  ];
}

function onceMistakes(whole: PolicyElement, once: PolicyRule['once']): string[] {
  const elements = withDescendants(whole).filter((element) => ruleOf(element)?.once === once);
  return repeated(elements).map((element) => policyMistake(element, `is there twice, and a ${once} takes one.`));
}

function repeated(elements: readonly PolicyElement[]): PolicyElement[] {
  return elements.filter(({ name }, index) => elements.findIndex((other) => other.name === name) < index);
}

/** Elements that end the processing of a request with an answer of their own. */
const answering = ['return-response', 'mock-response'];

/**
 * A chain of files that ends without `<forward-request>`: API Management then answers 200 with an empty body
 * (https://learn.microsoft.com/azure/api-management/forward-request-policy). A file that always answers by itself needs none.
 */
function forwardingMistakes(policies: PolicyElement | string, wider?: PolicyElement | string): string[] {
  if (typeof policies === 'string' || policies.name !== 'policies') return [];
  const sectionNamed = (section: Section) => policies.children.find(({ name }) => name === section);
  if (sectionNamed('inbound')?.children.some(({ name }) => answering.includes(name))) return [];
  const backend = sectionNamed('backend');
  if (!backend) {
    return [
      policyMistake(policies, 'has no <backend>: whether API Management then forwards the call is not documented.'),
    ];
  }
  const names = withDescendants(backend).map(({ name }) => name);
  if (names.includes('forward-request')) return [];
  if (names.includes('base') && wider !== undefined) return forwardingMistakes(wider);
  return [policyMistake(backend, 'leads to no <forward-request>: API Management would answer 200 with an empty body.')];
}
