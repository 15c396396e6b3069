import type { PolicyElement } from '../../../gateway/policyDocument';
import type { Answer } from '../answer';
import { headerValue, type Exchange, type Headers } from '../exchange';
import { oneOf } from './attributes';
import type { Environment, Step } from './step';

interface Rules {
  origins: ReadonlySet<string>;
  methods: string;
  headers: string;
  exposed: string;
  credentials: boolean;
  maxAge: string | undefined;
  terminateUnmatched: boolean;
}

/** `cors`: answers preflights and lets browsers read the answers to the calls that follow. */
export function cors(element: PolicyElement, environment: Environment): Step {
  const rules = readRules(element, environment);
  return (exchange, headers) => {
    const origin = headerValue(headers, 'origin');
    if (!origin) return undefined;
    const allowed = rules.origins.has(origin) || rules.origins.has('*');
    if (isPreflight(exchange)) return answerPreflight(rules, headers, allowed ? origin : undefined);
    if (allowed) exchange.answerHeaders.push(...grant(rules, origin));
    else if (rules.terminateUnmatched && isSimple(exchange)) return nothing;
    return undefined;
  };
}

/** A browser's question before a call: it carries no key, so it is answered before the key check. */
export function isPreflight({ method, headers }: Pick<Exchange, 'method' | 'headers'>): boolean {
  return method === 'OPTIONS' && headerValue(headers, 'access-control-request-method') !== '';
}

/** What API Management says to whom its rules do not match, at the preflight or at the call itself. */
export const nothing: Answer = { status: 200, headers: [], body: '' };

function isSimple({ method }: Exchange): boolean {
  return method === 'GET' || method === 'HEAD';
}

function answerPreflight(rules: Rules, headers: Headers, origin: string | undefined): Answer | undefined {
  if (!origin) return rules.terminateUnmatched ? nothing : undefined;
  const allowedHeaders = rules.headers === '*' ? headerValue(headers, 'access-control-request-headers') : rules.headers;
  return {
    status: 200,
    headers: [
      ...grant(rules, origin),
      'Access-Control-Allow-Methods',
      rules.methods,
      ...(allowedHeaders ? ['Access-Control-Allow-Headers', allowedHeaders] : []),
      ...(rules.maxAge ? ['Access-Control-Max-Age', rules.maxAge] : []),
    ],
    body: '',
  };
}

function grant({ exposed, credentials }: Rules, origin: string): string[] {
  return [
    'Access-Control-Allow-Origin',
    origin,
    'Vary',
    'Origin',
    ...(credentials ? ['Access-Control-Allow-Credentials', 'true'] : []),
    ...(exposed ? ['Access-Control-Expose-Headers', exposed] : []),
  ];
}

function readRules(element: PolicyElement, { allowOrigins }: Environment): Rules {
  const origins = items(element, 'allowed-origins');
  const methods = element.children.find(({ name }) => name === 'allowed-methods');
  return {
    origins: new Set([...origins.map((origin) => origin.replace(/\/$/, '')), ...allowOrigins]),
    methods: items(element, 'allowed-methods').join(', ') || 'GET, POST',
    headers: items(element, 'allowed-headers').join(', '),
    exposed: items(element, 'expose-headers').join(', '),
    credentials: oneOf(element, 'allow-credentials', ['false', 'true']) === 'true',
    maxAge: methods?.attributes['preflight-result-max-age'],
    terminateUnmatched: oneOf(element, 'terminate-unmatched-request', ['true', 'false']) === 'true',
  };
}

function items(element: PolicyElement, listName: string): string[] {
  const list = element.children.find(({ name }) => name === listName);
  return (list?.children ?? []).map(({ text }) => text);
}
