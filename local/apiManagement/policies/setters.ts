import type { PolicyElement } from '../../../gateway/policyDocument';
import type { Exchange } from '../exchange';
import { ofTheConnection } from '../headers';
import { childValues, oneOf, required } from './attributes';
import { policyFailure } from './failure';
import type { Step } from './step';

const actions = ['override', 'skip', 'append', 'delete'] as const;
type Action = (typeof actions)[number];

/** `set-header`: on the request in `inbound`, on the response in `outbound`. */
export function setHeader(element: PolicyElement): Step {
  const name = headerName(element);
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

function headerName(element: PolicyElement): string {
  const name = required(element, 'name').toLowerCase();
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
    throw policyFailure(element, `has "${name}" as "name", which no header can be.`);
  if (ofTheConnection(name)) throw policyFailure(element, `sets "${name}", which the local gateway sets by itself.`);
  const wrong = element.children.find(({ text }) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(text));
  if (wrong) throw policyFailure(wrong, 'holds a character that no header can carry.');
  return name;
}

/** `set-query-parameter`, on the request. */
export function setQueryParameter(element: PolicyElement): Step {
  const name = required(element, 'name');
  const { action, values } = change(element);
  return (exchange) => {
    const pairs = exchange.query.length > 1 ? exchange.query.slice(1).split('&') : [];
    const others = pairs.filter((pair) => !new URLSearchParams(pair).has(name));
    const present = others.length < pairs.length;
    if (present ? action === 'skip' : action === 'delete') return undefined;
    const added = values(exchange).map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    // What the client wrote stays as it wrote it, escapes included.
    const all = [...(action === 'append' ? pairs : others), ...added];
    exchange.query = all.length > 0 ? `?${all.join('&')}` : '';
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
