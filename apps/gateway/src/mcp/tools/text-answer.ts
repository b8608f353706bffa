/** An answer that is made to be read, and how to go on. */
export function textAnswer(lines: readonly string[], nextCursor: string | null = null): { text: string[] } {
  return { text: [[...lines, ...(nextCursor === null ? [] : [`More: cursor ${nextCursor}`])].join('\n')] };
}
