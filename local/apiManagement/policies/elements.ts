import type { PolicyElement } from '../../../gateway/policyDocument';
import type { Section } from '../../../gateway/policyRules';
import { oneOf, wholeNumber } from './attributes';
import { cors } from './cors';
import { rateLimit, rateLimitByKey } from './rateLimit';
import { setHeader, setQueryParameter } from './setters';
import type { Environment, Step } from './step';

/** What an element may hold; an element that is not listed here, or an attribute, stops the start. */
export interface Shape {
  attributes?: readonly string[];
  children?: Readonly<Record<string, Shape>>;
}

interface ElementRule extends Shape {
  /** Where it is honoured, unless that is everywhere where API Management takes it. */
  sections?: readonly Section[];
  compile: (element: PolicyElement, environment: Environment) => Step;
}

/**
 * The policy elements that the local gateway honours, with the attributes it accepts. To add one: a row here, one for
 * what is documented of it in `gateway/policyRules.ts`, and a test that shows it at work.
 */
export const elementRules: Readonly<Record<string, ElementRule>> = {
  cors: {
    attributes: ['allow-credentials', 'terminate-unmatched-request'],
    children: {
      'allowed-origins': { children: { origin: {} } },
      'allowed-methods': { attributes: ['preflight-result-max-age'], children: { method: {} } },
      'allowed-headers': { children: { header: {} } },
      'expose-headers': { children: { header: {} } },
    },
    compile: cors,
  },
  'forward-request': {
    // Nothing is ever buffered here, so buffer-response changes nothing.
    attributes: ['timeout', 'buffer-response'],
    compile: forwardRequest,
  },
  'rate-limit': {
    attributes: ['calls', 'renewal-period', 'retry-after-header-name', 'remaining-calls-header-name'],
    compile: rateLimit,
  },
  'rate-limit-by-key': {
    attributes: ['calls', 'renewal-period', 'counter-key', 'retry-after-header-name', 'remaining-calls-header-name'],
    compile: rateLimitByKey,
  },
  'set-backend-service': { attributes: ['backend-id'], compile: setBackendService },
  'set-header': {
    sections: ['inbound', 'outbound'],
    attributes: ['name', 'exists-action'],
    children: { value: {} },
    compile: setHeader,
  },
  'set-query-parameter': {
    attributes: ['name', 'exists-action'],
    children: { value: {} },
    compile: setQueryParameter,
  },
};

function forwardRequest(element: PolicyElement): Step {
  const timeoutMs = wholeNumber(element, 'timeout', 300) * 1000;
  return (exchange) => {
    exchange.timeoutMs = timeoutMs;
    return undefined;
  };
}

function setBackendService(element: PolicyElement, { backends }: Environment): Step {
  const backendId = oneOf(element, 'backend-id', backends);
  return (exchange) => {
    exchange.backendId = backendId;
    return undefined;
  };
}
