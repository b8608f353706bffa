/** Text by line. A line ends with \n or \r\n; a lone \r is an ordinary character, as for compilers and git. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1);
    if (this.#starts.at(-1) === text.length) this.#starts.pop();
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Lines `start`…`end`, 1-based and inclusive, clipped to the file, each ended by \n. */
  slice(start: number, end: number): string {
    const from = this.#starts[start - 1];
    if (from === undefined || end < start) return '';
    const to = this.#starts[Math.min(end, this.count)] ?? this.#text.length;
    const text = this.#text.slice(from, to).replaceAll('\r\n', '\n');
    return text.endsWith('\n') ? text : `${text}\n`;
  }
}
