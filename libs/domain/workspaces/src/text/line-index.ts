/** Text by line. A line ends with \n or \r\n; a lone \r is an ordinary character, as for compilers and git. */
export class LineIndex {
  readonly #text: string;
  readonly #read: (from: number, to: number) => string;
  readonly #starts: number[] = [0];

  /** `read` gives what stands between two positions, when that is not the text itself. */
  constructor(text: string, read: (from: number, to: number) => string = (from, to) => text.slice(from, to)) {
    this.#text = text;
    this.#read = read;
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1);
    if (this.#starts.at(-1) === text.length) this.#starts.pop();
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Columns before the first character of a line, a tab for four; −1 for a blank line. Read without a copy of the line. */
  indent(line: number): number {
    let width = 0;
    for (let i = this.#starts[line - 1] ?? this.#text.length; i < this.#text.length; i++) {
      const char = this.#text.charCodeAt(i);
      if (char === 32) width++;
      else if (char === 9) width += 4;
      else return char === 10 || (char === 13 && this.#text.charCodeAt(i + 1) === 10) ? -1 : width;
    }
    return -1;
  }

  /** Lines `start`…`end`, 1-based and inclusive, clipped to the file, each ended by \n. */
  slice(start: number, end: number): string {
    const from = this.#starts[start - 1];
    if (from === undefined || end < start) return '';
    const to = this.#starts[Math.min(end, this.count)] ?? this.#text.length;
    const text = this.#read(from, to).replaceAll('\r\n', '\n');
    return text.endsWith('\n') ? text : `${text}\n`;
  }
}
