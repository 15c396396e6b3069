import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DOMParser, ParseError, type Element } from '@xmldom/xmldom';

/** An element of a policy file. */
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

/** What is wrong with an element: the file, the line and the element, then the reason. */
export function policyMistake({ file, line, name }: PolicyElement, reason: string): string {
  return `${file}:${line}: <${name}> ${reason}`;
}

/** Reads a policy file; gives its root, or the sentence that says why it cannot be read. */
export function readPolicy(folder: string, file: string): PolicyElement | string {
  if (basename(file) !== file) return `"${file}" is not the name of a policy file.`;
  const source = readText(join(folder, file));
  return source === undefined ? `The policy file ${file} cannot be read from ${folder}.` : parse(source, file);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(source: string, file: string): PolicyElement | string {
  let reason = '';
  const onError = (_level: string, message: string) => {
    reason = message;
    // Warnings too: what the parser would mend, API Management refuses.
    throw new Error(message);
  };
  try {
    const { documentElement } = new DOMParser({ onError }).parseFromString(source, 'application/xml');
    return documentElement ? convert(documentElement, file) : `${file}: the policy file is empty.`;
  } catch (cause) {
    if (!(cause instanceof ParseError)) throw cause;
    return `${file}:${lineOf(cause)}: not well-formed XML: ${reason}.`;
  }
}

function lineOf(error: ParseError): number {
  const locator: unknown = error.locator;
  return typeof locator === 'object' && locator !== null && 'lineNumber' in locator ? Number(locator.lineNumber) : 0;
}

function convert(element: Element, file: string): PolicyElement {
  const nodes = Array.from(element.childNodes);
  const elements = nodes.filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
  const texts = nodes.filter(
    ({ nodeType, TEXT_NODE, CDATA_SECTION_NODE }) => nodeType === TEXT_NODE || nodeType === CDATA_SECTION_NODE,
  );
  return {
    name: element.tagName,
    file,
    line: element.lineNumber ?? 0,
    attributes: Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value])),
    children: elements.map((child) => convert(child, file)),
    text: texts
      .map(({ nodeValue }) => nodeValue ?? '')
      .join('')
      .trim(),
  };
}

/** An element and all inside it. */
export function withDescendants(element: PolicyElement): PolicyElement[] {
  return [element, ...element.children.flatMap(withDescendants)];
}

const reference = /\{\{([^{}]+)\}\}/g;

/** The named values and the backends that an element itself refers to. */
export function referencesOf({ name, attributes, text }: PolicyElement): { namedValues: string[]; backends: string[] } {
  const backend = name === 'set-backend-service' ? attributes['backend-id'] : undefined;
  return {
    namedValues: [...Object.values(attributes), text].flatMap((value) =>
      Array.from(value.matchAll(reference), ([, referred = '']) => referred.trim()),
    ),
    backends: backend !== undefined && isLiteral(backend) ? [backend] : [],
  };
}

/** Whether a text says by itself what it is, without an expression or a named value. */
export function isLiteral(text: string): boolean {
  return !text.startsWith('@') && text.search(reference) < 0;
}

/** An element with named values in place; a reference to one that is not given stays as it is. */
export function withNamedValues(element: PolicyElement, namedValues: NamedValues): PolicyElement {
  const substitute = (text: string) =>
    text.replace(reference, (written, name: string) => namedValues[name.trim()] ?? written);
  return {
    ...element,
    attributes: Object.fromEntries(
      Object.entries(element.attributes).map(([name, value]) => [name, substitute(value)]),
    ),
    children: element.children.map((child) => withNamedValues(child, namedValues)),
    text: substitute(element.text),
  };
}
