import type { EngineEvent } from '@pulumi/pulumi/automation';
import type { ResourceError } from '../pulumi/failures';
import { nameOf, typeOf } from '../pulumi/urn';

/** Marks of colour in the engine's messages. */
const marks = /<\{%[^%]*%\}>/g;

/** Collects what the engine says is wrong, by the resource it is wrong with. */
export class Errors {
  readonly all: ResourceError[] = [];

  see({ diagnosticEvent }: EngineEvent): void {
    if (diagnosticEvent?.severity !== 'error') return;
    const { urn = '', message } = diagnosticEvent;
    const text = message.replaceAll(marks, '').trim();
    const isAboutResource = urn !== '' && !typeOf(urn).startsWith('pulumi:');
    // Each failure comes once more as the sum of all.
    if (text === '' || /^\w+ failed$/.test(text)) return;
    this.all.push({ resource: isAboutResource ? nameOf(urn) : '', type: isAboutResource ? typeOf(urn) : '', text });
  }
}
