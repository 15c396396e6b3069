import { UserError } from '../../../terminal/userError';

/** A route template of ASP.NET Core, compiled. */
export interface Route {
  template: string;
  /** Sorts routes: the more specific one comes first. */
  precedence: string;
  /** The route's values for a path's segments (already decoded), or undefined when they do not fit. */
  match(path: string): Record<string, string> | undefined;
}

const integer = /^[+-]?\d+$/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

type Constraint = (value: string, ...args: string[]) => boolean;

/** https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints */
const constraints: Record<string, Constraint> = {
  int: (value) => integer.test(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31,
  long: (value) => integer.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value),
  float: (value) => number.test(value),
  double: (value) => number.test(value),
  decimal: (value) => number.test(value),
  bool: (value) => /^(true|false)$/i.test(value),
  guid: (value) => /^[{(]?[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}[)}]?$/i.test(value),
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
  min: (value, least) => integer.test(value) && Number(value) >= Number(least),
  max: (value, most) => integer.test(value) && Number(value) <= Number(most),
  range: (value, least, most) => integer.test(value) && Number(value) >= Number(least) && Number(value) <= Number(most),
  minlength: (value, least) => value.length >= Number(least),
  maxlength: (value, most) => value.length <= Number(most),
  length: (value, least, most = least) => value.length >= Number(least) && value.length <= Number(most),
  regex: (value, ...pattern) => new RegExp(pattern.join(','), 'i').test(value),
};

interface Parameter {
  name: string;
  catchAll: boolean;
  optional: boolean;
  fallback: string | undefined;
  checks: ((value: string) => boolean)[];
}

type Part = string | Parameter;

/**
 * Compiles a route template: literals without regard to case, `{name}`, `{name?}`, `{name=default}`, `{name:constraint}`,
 * `{*rest}` and segments of several parts. Throws {@link UserError} for a constraint that it does not know.
 * Reference: https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates
 */
export function compileRoute(template: string): Route {
  const segments = template
    .split('/')
    .filter(Boolean)
    .map((segment) => parseSegment(segment, template));
  const parameters = segments.flat().filter((part) => typeof part !== 'string');
  const pattern = new RegExp(`^${segments.map(segmentPattern).join('')}/?$`, 'is');
  return {
    template,
    precedence: segments.map(segmentPrecedence).join(''),
    match(path) {
      const found = pattern.exec(path);
      return found ? valuesOf(parameters, found.slice(1)) : undefined;
    },
  };
}

function valuesOf(parameters: Parameter[], found: (string | undefined)[]): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, { name, fallback, checks }] of parameters.entries()) {
    const value = found[index] ?? fallback;
    if (value === undefined) continue;
    if (!checks.every((check) => check(value))) return undefined;
    values[name] = value;
  }
  return values;
}

function parseSegment(segment: string, template: string): Part[] {
  return segment
    .split(/(\{(?:[^{}]|\{\{|\}\})*\})/)
    .filter(Boolean)
    .map((part) => (part.startsWith('{') ? parseParameter(part.slice(1, -1), template) : part));
}

function parseParameter(text: string, template: string): Parameter {
  const found = /^(\*{0,2})([^:=?]+)((?::[^=(?]+(?:\(.*?\))?)*)(?:=(.*))?(\?)?$/s.exec(text);
  if (!found) throw new UserError(`The route ${template} has a parameter that cannot be read: {${text}}.`);
  const [, stars = '', name = '', rules = '', fallback, mark] = found;
  return {
    name,
    catchAll: stars !== '',
    optional: mark !== undefined || fallback !== undefined,
    fallback,
    checks: (rules.match(/:[^:(]+(\(.*?\))?/gs) ?? []).map((rule) => parseConstraint(rule.slice(1), template)),
  };
}

function parseConstraint(rule: string, template: string): (value: string) => boolean {
  const [, name = '', args] = /^([^(]+)(?:\((.*)\))?$/s.exec(rule) ?? [];
  const check = constraints[name.toLowerCase()];
  if (!check) throw new UserError(`The route ${template} uses the constraint ${rule}, which is not emulated.`);
  const values = args === undefined ? [] : args.split(',').map((arg) => arg.trim());
  return (value) => check(value, ...values);
}

function segmentPattern(parts: Part[]): string {
  const [only] = parts;
  if (parts.length > 1 || only === undefined || typeof only === 'string') {
    return `/${parts.map((part) => (typeof part === 'string' ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : '([^/]+?)')).join('')}`;
  }
  if (only.catchAll) return '(?:/(.*?))?';
  return only.optional ? '(?:/([^/]+))?' : '/([^/]+)';
}

// The digits are ASP.NET's own (RoutePrecedence.ComputeInbound): literal, several parts, constrained, free, catch-all.
function segmentPrecedence(parts: Part[]): string {
  const [only] = parts;
  if (parts.length > 1) return '2';
  if (only === undefined || typeof only === 'string') return '1';
  const constrained = only.checks.length > 0;
  if (only.catchAll) return constrained ? '5' : '6';
  return constrained ? '3' : '4';
}

/** Decodes a path as Kestrel does: every escape but `%2F`, and an escape that is malformed stays as it is. */
export function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  return path.replace(/(?:%(?!2f)[\da-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
