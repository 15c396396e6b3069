import type { EngineEvent } from '@pulumi/pulumi/automation';
import { endedStepOf, logicalName, stepOf, verbs } from './steps';

interface Running {
  name: string;
  verb: string;
  since: number;
}

/** How far an operation is, in one line with the news first: terminals cut lines at their right. */
export class Progress {
  private phase = 'starting Pulumi';
  private seen = 0;
  private begun = 0;
  private total = 0;
  private readonly running = new Map<string, Running>();

  constructor(private readonly now: () => number = Date.now) {}

  /** From here on this is going on, until steps that change something begin. */
  enter(phase: string): void {
    this.phase = phase;
    this.seen = 0;
  }

  /** @param steps how many steps are going to change something */
  expect(steps: number): void {
    this.total = steps;
  }

  /** Takes in what a preview says: it changes nothing. */
  previewed(event: EngineEvent): void {
    const step = stepOf(event);
    if (step === undefined) return;
    this.seen += 1;
    if (step.op in verbs) this.total += 1;
  }

  /** Takes in what an operation says. */
  changed(event: EngineEvent): void {
    const [begun, ended] = [stepOf(event), endedStepOf(event)];
    const verb = begun && verbs[begun.op];
    if (begun && verb !== undefined) {
      this.begun += 1;
      this.running.set(`${begun.op} ${begun.urn}`, { name: logicalName(begun), verb, since: this.now() });
    }
    if (ended) this.running.delete(`${ended.op} ${ended.urn}`);
  }

  /** `creating 12 of 49: apim and 2 others, 3 min`. */
  text(): string {
    const [longest, ...others] = this.running.values();
    if (longest === undefined) return this.seen === 0 ? this.phase : `comparing: ${count(this.seen, 'resource')}`;
    const minutes = Math.floor((this.now() - longest.since) / 60_000);
    return [
      `${longest.verb} ${this.begun} of ${Math.max(this.total, this.begun)}: ${longest.name}`,
      others.length === 0 ? '' : ` and ${count(others.length, 'other')}`,
      minutes === 0 ? '' : `, ${minutes} min`,
    ].join('');
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
