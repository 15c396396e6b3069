import type { Exchange } from '../exchange';
import { childValues, oneOf, required } from './attributes';
import { policyFailure, type PolicyElement } from './document';
import type { Step } from './policy';

const actions = ['override', 'skip', 'append', 'delete'] as const;
type Action = (typeof actions)[number];

/** `set-header`: on the request in `inbound`, on the response in `outbound`. */
export function setHeader(element: PolicyElement): Step {
  const name = required(element, 'name').toLowerCase();
  const { action, values } = change(element);
  return (exchange, headers) => {
    const present = headers[name] !== undefined;
    if (action === 'delete') {
      if (present) headers[name] = undefined;
    } else if (action === 'append') {
      headers[name] = [headers[name] ?? [], values(exchange)].flat().join(', ');
    } else if (action === 'override' || !present) {
      headers[name] = values(exchange).join(', ');
    }
    return undefined;
  };
}

/** `set-query-parameter`, on the request. */
export function setQueryParameter(element: PolicyElement): Step {
  const name = required(element, 'name');
  const { action, values } = change(element);
  return (exchange) => {
    if (action === 'delete' && !exchange.query) return undefined;
    const query = new URLSearchParams(exchange.query);
    if (action === 'skip' && query.has(name)) return undefined;
    if (action === 'delete' && !query.has(name)) return undefined;
    if (action === 'override' || action === 'delete') query.delete(name);
    for (const value of values(exchange)) query.append(name, value);
    exchange.query = query.size > 0 ? `?${query.toString()}` : '';
    return undefined;
  };
}

function change(element: PolicyElement): { action: Action; values: (exchange: Exchange) => string[] } {
  const action = oneOf(element, 'exists-action', actions);
  const values = childValues(element);
  if (action === 'delete' && values.length > 0) throw policyFailure(element, 'deletes, so it takes no <value>.');
  if (action !== 'delete' && values.length === 0) throw policyFailure(element, 'needs a <value>.');
  return { action, values: (exchange) => values.map((value) => value(exchange) ?? '') };
}
