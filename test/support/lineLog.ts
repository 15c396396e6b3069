/** Keeps the lines that a program writes, so that a test can wait for one. */
export class LineLog {
  readonly #lines: string[] = [];
  readonly #searches: { text: string; resolve: (line: string) => void }[] = [];

  write(line: string): void {
    this.#lines.push(line);
    for (const { text, resolve } of this.#searches) if (line.includes(text)) resolve(line);
  }

  /** All lines so far. */
  lines(): string[] {
    return [...this.#lines];
  }

  /** Whether a line so far contains the text. */
  has(text: string): boolean {
    return this.#lines.some((line) => line.includes(text));
  }

  /** The first line that contains the text, whether it is there already or yet to come. */
  find(text: string): Promise<string> {
    const line = this.#lines.find((candidate) => candidate.includes(text));
    if (line !== undefined) return Promise.resolve(line);
    return new Promise((resolve) => this.#searches.push({ text, resolve }));
  }
}
