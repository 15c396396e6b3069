import type { PolicyElement } from '../../../gateway/policyDocument';
import { headerValue, type Exchange } from '../exchange';
import { policyFailure } from './failure';

/** A value that a policy computes for each request; undefined is C#'s null. */
export type Value = (exchange: Exchange) => string | undefined;

/** The members of API Management's `context` that policies here may read. */
const members: Record<string, Value> = {
  'context.Subscription.Id': ({ subscription }) => subscription?.id,
  'context.Subscription?.Id': ({ subscription }) => subscription?.id,
  'context.Request.IpAddress': ({ ipAddress }) => ipAddress,
  'context.RequestId': ({ activityId }) => activityId,
};

const headerCall = /^context\.Request\.Headers\.GetValueOrDefault\("([^"]+)"(?:,\s*"([^"]*)")?\)$/;
const stringLiteral = /^"([^"\\]*)"$/;

/**
 * Compiles an attribute or a text: a literal, or an expression `@(…)` made of string literals and the members above,
 * joined by `??`. (https://learn.microsoft.com/azure/api-management/api-management-policy-expressions)
 *
 * @throws UserError on every other expression
 */
export function compileValue(text: string, element: PolicyElement): Value {
  if (!text.startsWith('@')) return () => text;
  const body = /^@\(([\s\S]*)\)$/.exec(text)?.[1];
  if (body === undefined) throw unknown(text, element);
  const terms = splitAlternatives(body).map((term) => compileTerm(term.trim(), element));
  return (exchange) => {
    for (const term of terms) {
      const value = term(exchange);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function splitAlternatives(body: string): string[] {
  return body.split(/\?\?(?=(?:[^"]*"[^"]*")*[^"]*$)/);
}

function compileTerm(term: string, element: PolicyElement): Value {
  const member = Object.hasOwn(members, term) ? members[term] : undefined;
  if (member) return member;
  const literal = stringLiteral.exec(term)?.[1];
  if (literal !== undefined) return () => literal;
  const [, header, fallback] = headerCall.exec(term) ?? [];
  if (header === undefined) throw unknown(term, element);
  const name = header.toLowerCase();
  return ({ headers }) => headerValue(headers, name) || fallback;
}

function unknown(expression: string, element: PolicyElement) {
  return policyFailure(
    element,
    `uses the expression "${expression}", which the local gateway does not know. It knows ${Object.keys(members).join(', ')}, ` +
      'context.Request.Headers.GetValueOrDefault("name", "default"), string literals and ??.',
  );
}
