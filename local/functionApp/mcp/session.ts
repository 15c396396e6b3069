import { randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** 16 lower-case letters and digits, as the extension makes its ids. */
export function createId(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** The value of `Mcp-Session-Id` that answers `initialize`. Plain text, as with Core Tools; Azure encrypts it. */
export function createSessionId(instanceId: string): string {
  return `${createId()}|${instanceId}`;
}

/** Whether a client's session header has the form of one: only that is checked, for the server keeps no sessions. */
export function isSessionId(value: string): boolean {
  return value.split('|').filter(Boolean).length === 2;
}
