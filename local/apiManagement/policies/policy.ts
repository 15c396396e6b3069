import { readPolicy, withNamedValues, type NamedValues, type PolicyElement } from '../../../gateway/policyDocument';
import type { Section } from '../../../gateway/policyRules';
import type { Answer } from '../answer';
import type { Exchange, Headers } from '../exchange';
import { elementRules, type Shape } from './elements';
import { policyFailure } from './failure';
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

const nothing: Sections = { inbound: [], backend: [], outbound: [], 'on-error': [] };

export interface PolicySource extends Environment {
  folder: string;
  namedValues: NamedValues;
}

/**
 * Reads and compiles a chain of policy files, the widest scope first, in which `gateway/mistakes.ts` found none.
 *
 * @throws UserError with file, line and element on everything that is not known here: honouring half a policy would
 *   show a person something that Azure does not do
 */
export function compilePolicy(fileNames: readonly string[], source: PolicySource): Policy {
  let sections = nothing;
  for (const fileName of fileNames) {
    const policies = readPolicy(source.folder, fileName);
    if (typeof policies === 'string') throw new Error(policies);
    sections = readSections(withNamedValues(policies, source.namedValues), sections);
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
  const read = (name: Section) => {
    const section = policies.children.find((child) => child.name === name);
    return (section?.children ?? []).flatMap((element) => {
      if (element.name !== 'base') return [element];
      checkShape(element, {});
      return base[name];
    });
  };
  return {
    inbound: read('inbound'),
    backend: read('backend'),
    outbound: read('outbound'),
    'on-error': read('on-error'),
  };
}

function compileElement(element: PolicyElement, section: Section, environment: Environment): Step {
  const rule = Object.hasOwn(elementRules, element.name) ? elementRules[element.name] : undefined;
  if (!rule) {
    throw policyFailure(
      element,
      `is not known to the local gateway, which refuses to guess. Known: base, ${Object.keys(elementRules).join(', ')}.`,
    );
  }
  if (rule.sections?.includes(section) === false)
    throw policyFailure(element, `is not honoured in <${section}> by the local gateway.`);
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
