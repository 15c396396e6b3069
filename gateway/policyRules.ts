export type Section = 'inbound' | 'backend' | 'outbound' | 'on-error';

export const sectionNames = ['inbound', 'backend', 'outbound', 'on-error'] as const satisfies Section[];

/** Where a policy file applies: to every API, or to one. */
export type Scope = 'global' | 'API';

/** What an attribute may be. */
export interface AttributeRule {
  required?: true;
  /** A literal is a whole number in this range. */
  wholeNumber?: { from: number; to?: number };
  /** A literal is one of these. */
  words?: readonly string[];
  /** No expression is allowed, only a literal. */
  literal?: true;
}

/** What an element inside a policy element may be. */
export interface ChildRule {
  /** At least one has to be there. */
  required?: true;
  /** A text that stands for all others, and so allows none beside it. */
  wildcard?: string;
  children?: Readonly<Record<string, ChildRule>>;
}

/** What API Management documents of a policy element. What it leaves open, a rule leaves out. */
export interface PolicyRule {
  sections: readonly Section[];
  scopes: readonly Scope[];
  /** Where it may be only once. */
  once?: 'file' | 'section';
  attributes?: Readonly<Record<string, AttributeRule>>;
  /** Of these attributes one has to be there. */
  oneOf?: readonly string[];
  children?: Readonly<Record<string, ChildRule>>;
}

const everyScope = ['global', 'API'] as const;
const flag = { words: ['true', 'false'] } as const;
const atLeastOne = (name: string) => ({ children: { [name]: { required: true } } }) as const;
const setter = {
  name: { required: true },
  'exists-action': { words: ['override', 'skip', 'append', 'delete'] },
} as const;
const responseHeaders = {
  'retry-after-header-name': { literal: true },
  'remaining-calls-header-name': { literal: true },
  'total-calls-header-name': { literal: true },
} as const;
const calls = { required: true, wholeNumber: { from: 1 } } as const;
const renewalPeriod = { required: true, wholeNumber: { from: 1, to: 300 } } as const;

/**
 * The rules of the elements that the local gateway knows, by the page of each in Microsoft's policy reference
 * (https://learn.microsoft.com/azure/api-management/api-management-policies). Both interpreters refuse by them.
 */
export const policyRules: Readonly<Record<string, PolicyRule>> = {
  base: { sections: sectionNames, scopes: everyScope },
  cors: {
    sections: ['inbound'],
    scopes: everyScope,
    once: 'section',
    attributes: { 'allow-credentials': flag, 'terminate-unmatched-request': flag },
    children: {
      'allowed-origins': { required: true, children: { origin: { required: true, wildcard: '*' } } },
      'allowed-methods': atLeastOne('method'),
      'allowed-headers': { required: true, ...atLeastOne('header') },
      'expose-headers': atLeastOne('header'),
    },
  },
  'forward-request': {
    sections: ['backend'],
    scopes: everyScope,
    attributes: {
      timeout: { wholeNumber: { from: 0 } },
      'follow-redirects': flag,
      'buffer-request-body': flag,
      'buffer-response': flag,
      'fail-on-error-status-code': flag,
    },
  },
  'rate-limit': {
    sections: ['inbound'],
    scopes: ['API'],
    once: 'file',
    attributes: {
      calls: { ...calls, literal: true },
      'renewal-period': { ...renewalPeriod, literal: true },
      ...responseHeaders,
    },
  },
  'rate-limit-by-key': {
    sections: ['inbound'],
    scopes: everyScope,
    attributes: { calls, 'renewal-period': renewalPeriod, 'counter-key': { required: true }, ...responseHeaders },
  },
  'set-backend-service': {
    sections: ['inbound', 'backend'],
    scopes: everyScope,
    oneOf: ['base-url', 'backend-id'],
  },
  'set-header': { sections: sectionNames, scopes: everyScope, attributes: setter },
  'set-query-parameter': { sections: ['inbound', 'backend'], scopes: everyScope, attributes: setter },
};
