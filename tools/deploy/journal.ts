import { appendFileSync } from 'node:fs';

/** What was done, when, as JSON lines: added to, never rewritten. */
export class Journal {
  readonly #file: string;
  readonly #say: (text: string) => void;

  constructor(file: string, say: (text: string) => void) {
    this.#file = file;
    this.#say = say;
  }

  write(event: string, facts: Readonly<Record<string, unknown>>): void {
    appendFileSync(this.#file, `${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`, { mode: 0o600 });
  }

  say(text: string): void {
    this.#say(text);
  }
}
