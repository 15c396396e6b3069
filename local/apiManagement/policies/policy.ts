import type { Answer } from '../answer';
import type { Exchange, Headers } from '../exchange';
import { policyFailure, readPolicy, type NamedValues, type PolicyElement } from './document';
import { elementRules, type Section, type Shape } from './elements';
import type { Environment, Step } from './step';

/** A policy document with those of the wider scopes in place of each `<base />`. */
export interface Policy {
  /** Answers a CORS preflight, which carries no key and so comes before the key check. */
  preflight: readonly Step[];
  /** Runs before the call is forwarded: the sections `inbound` and `backend`. */
  request: readonly Step[];
  /** Runs on the head of the backend's response. */
  outbound: readonly Step[];
}

type Sections = Record<Section, readonly PolicyElement[]>;

const sectionNames = ['inbound', 'backend', 'outbound', 'on-error'] as const satisfies Section[];
const nothing: Sections = { inbound: [], backend: [], outbound: [], 'on-error': [] };

export interface PolicySource extends Environment {
  folder: string;
  namedValues: NamedValues;
}

/**
 * Reads and compiles a chain of policy files, the widest scope first.
 *
 * @throws UserError with file, line and element on everything that is not known here: honouring half a policy would
 *   show a person something that Azure does not do
 */
export function compilePolicy(fileNames: readonly string[], source: PolicySource): Policy {
  let sections = nothing;
  for (const fileName of fileNames) {
    sections = readSections(readPolicy(source.folder, fileName, source.namedValues), sections);
  }
  const compile = (section: Section, elements = sections[section]) =>
    elements.map((element) => compileElement(element, section, source));
  compile('on-error');
  return {
    preflight: compile(
      'inbound',
      sections.inbound.filter(({ name }) => name === 'cors'),
    ),
    request: [...compile('inbound'), ...compile('backend')],
    outbound: compile('outbound'),
  };
}

/** Runs the steps until one of them answers. */
export function run(
  steps: readonly Step[],
  exchange: Exchange,
  headers: Headers = exchange.headers,
): Answer | undefined {
  for (const step of steps) {
    const answer = step(exchange, headers);
    if (answer) return answer;
  }
  return undefined;
}

function readSections(policies: PolicyElement, base: Sections): Sections {
  const sections: Partial<Sections> = {};
  checkAttributes(policies, {});
  for (const section of policies.children) {
    const name = sectionNames.find((known) => known === section.name);
    if (!name) throw policyFailure(section, `is no section of a policy: ${sectionNames.join(', ')} are.`);
    if (sections[name]) throw policyFailure(section, 'is there twice.');
    checkAttributes(section, {});
    sections[name] = section.children.flatMap((element) => {
      if (element.name !== 'base') return [element];
      checkShape(element, {});
      return base[name];
    });
  }
  return { ...nothing, ...sections };
}

function compileElement(element: PolicyElement, section: Section, environment: Environment): Step {
  const rule = Object.hasOwn(elementRules, element.name) ? elementRules[element.name] : undefined;
  if (!rule) {
    throw policyFailure(
      element,
      `is not known to the local gateway, which refuses to guess. Known: base, ${Object.keys(elementRules).join(', ')}.`,
    );
  }
  if (!rule.sections.includes(section)) throw policyFailure(element, `does not belong in <${section}>.`);
  if (element.text) throw policyFailure(element, `takes no text, and this is "${element.text}".`);
  checkShape(element, rule);
  return rule.compile(element, environment);
}

function checkShape(element: PolicyElement, shape: Shape): void {
  checkAttributes(element, shape);
  for (const child of element.children) {
    const childShape = Object.hasOwn(shape.children ?? {}, child.name) ? shape.children?.[child.name] : undefined;
    if (!childShape) throw policyFailure(child, `does not belong in <${element.name}>.`);
    checkShape(child, childShape);
  }
}

function checkAttributes(element: PolicyElement, { attributes = [] }: Shape): void {
  const unknown = Object.keys(element.attributes).find((name) => !attributes.includes(name));
  if (unknown !== undefined) throw policyFailure(element, `has the attribute "${unknown}", which is not known here.`);
}
