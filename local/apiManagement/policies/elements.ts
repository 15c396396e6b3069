import { required, wholeNumber } from './attributes';
import { cors } from './cors';
import { policyFailure, type PolicyElement } from './document';
import { rateLimit, rateLimitByKey } from './rateLimit';
import { setHeader, setQueryParameter } from './setters';
import type { Environment, Step } from './step';

export type Section = 'inbound' | 'backend' | 'outbound' | 'on-error';

/** What an element may hold; an element that is not listed here, or an attribute, stops the start. */
export interface Shape {
  attributes?: readonly string[];
  children?: Readonly<Record<string, Shape>>;
}

interface ElementRule extends Shape {
  sections: readonly Section[];
  compile: (element: PolicyElement, environment: Environment) => Step;
}

/**
 * The policy elements that the local gateway honours, with the sections and attributes it accepts. To add one: a row
 * here, and a test that shows it at work.
 * (https://learn.microsoft.com/azure/api-management/api-management-policies)
 */
export const elementRules: Readonly<Record<string, ElementRule>> = {
  cors: {
    sections: ['inbound'],
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
    sections: ['backend'],
    // Nothing is ever buffered here, so buffer-response changes nothing.
    attributes: ['timeout', 'buffer-response'],
    compile: forwardRequest,
  },
  'rate-limit': {
    sections: ['inbound'],
    attributes: ['calls', 'renewal-period', 'retry-after-header-name', 'remaining-calls-header-name'],
    compile: rateLimit,
  },
  'rate-limit-by-key': {
    sections: ['inbound'],
    attributes: ['calls', 'renewal-period', 'counter-key', 'retry-after-header-name', 'remaining-calls-header-name'],
    compile: rateLimitByKey,
  },
  'set-backend-service': { sections: ['inbound'], attributes: ['backend-id'], compile: setBackendService },
  'set-header': {
    sections: ['inbound', 'outbound'],
    attributes: ['name', 'exists-action'],
    children: { value: {} },
    compile: setHeader,
  },
  'set-query-parameter': {
    sections: ['inbound'],
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
  const backendId = required(element, 'backend-id');
  if (!backends.includes(backendId)) {
    throw policyFailure(
      element,
      `names the backend "${backendId}", which does not exist. There are ${backends.join(', ')}.`,
    );
  }
  return (exchange) => {
    exchange.backendId = backendId;
    return undefined;
  };
}
