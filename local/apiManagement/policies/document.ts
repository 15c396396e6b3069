import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DOMParser, ParseError, type Element } from '@xmldom/xmldom';
import { UserError } from '../../../terminal/userError';

/** An element of a policy file, with the values of named values in place. */
export interface PolicyElement {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PolicyElement[];
  /** Text between the tags, without the white space around it. */
  readonly text: string;
}

/** Named values by name, as `{{name}}` in an attribute or a text. */
export type NamedValues = Readonly<Record<string, string>>;

/** What stops the start: the file, the line and the element, then what is wrong with it. */
export function policyFailure(
  { file, line, name }: Pick<PolicyElement, 'file' | 'line' | 'name'>,
  what: string,
): UserError {
  return new UserError(`${file}:${line}: <${name}> ${what}`);
}

/**
 * Reads a policy file of API Management.
 *
 * @throws UserError when the file is missing, is not well-formed XML, has no `<policies>` at its root or refers to a
 *   named value that does not exist
 */
export function readPolicy(folder: string, fileName: string, namedValues: NamedValues): PolicyElement {
  const root = parse(readSource(folder, fileName), fileName).documentElement;
  if (!root) throw new UserError(`${fileName}: the policy file is empty.`);
  const policies = convert(root, fileName, namedValues);
  if (policies.name !== 'policies')
    throw policyFailure(policies, 'is not what a policy file begins with: <policies> is.');
  return policies;
}

function readSource(folder: string, fileName: string): string {
  if (basename(fileName) !== fileName) throw new UserError(`"${fileName}" is not the name of a policy file.`);
  try {
    return readFileSync(join(folder, fileName), 'utf8');
  } catch (cause) {
    throw new UserError(`The policy file ${fileName} cannot be read from ${folder}.`, { cause });
  }
}

function parse(source: string, file: string) {
  let reason = '';
  const onError = (_level: string, message: string) => {
    reason = message;
    // Warnings too: what the parser would mend, API Management refuses.
    throw new Error(message);
  };
  try {
    return new DOMParser({ onError }).parseFromString(source, 'application/xml');
  } catch (cause) {
    if (!(cause instanceof ParseError)) throw cause;
    throw new UserError(`${file}:${lineOf(cause)}: not well-formed XML: ${reason}.`, { cause });
  }
}

function lineOf(error: ParseError): number {
  const locator: unknown = error.locator;
  return typeof locator === 'object' && locator !== null && 'lineNumber' in locator ? Number(locator.lineNumber) : 0;
}

function convert(element: Element, file: string, namedValues: NamedValues): PolicyElement {
  const position = { file, line: element.lineNumber ?? 0, name: element.tagName };
  const substitute = (text: string) => substituteNamedValues(text, namedValues, position);
  const elements = Array.from(element.childNodes).filter(
    (node): node is Element => node.nodeType === node.ELEMENT_NODE,
  );
  const text = ownText(element);
  if (elements.length > 0 && text) throw policyFailure(position, `holds the text "${text}" beside its elements.`);
  return {
    ...position,
    attributes: Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, substitute(value)])),
    children: elements.map((child) => convert(child, file, namedValues)),
    text: substitute(text),
  };
}

function ownText({ childNodes }: Element): string {
  const texts = Array.from(childNodes).filter(
    ({ nodeType, TEXT_NODE, CDATA_SECTION_NODE }) => nodeType === TEXT_NODE || nodeType === CDATA_SECTION_NODE,
  );
  return texts
    .map(({ nodeValue }) => nodeValue ?? '')
    .join('')
    .trim();
}

function substituteNamedValues(
  text: string,
  namedValues: NamedValues,
  position: Pick<PolicyElement, 'file' | 'line' | 'name'>,
): string {
  return text.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => {
    const value = namedValues[name.trim()];
    if (value === undefined)
      throw policyFailure(position, `refers to the named value "${name.trim()}", which does not exist.`);
    return value;
  });
}
