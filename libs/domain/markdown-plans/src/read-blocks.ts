import { createRequire } from 'node:module';
import type MarkdownIt from 'markdown-it';

type Parser = InstanceType<typeof MarkdownIt>;

/** Deeper lists belong to the item at this depth; it bounds the work for hostile documents. */
const MAX_NESTING = 120;
/** A longer line is no task and no heading. */
const MAX_LINE = 10_000;

export interface BlockToken {
  readonly type: string;
  readonly tag: string;
  readonly level: number;
  /** First line and the one after the last, 0-based. */
  readonly map: readonly [number, number] | null;
  /** Of `inline`: the text as written, line by line without indentation. */
  readonly content: string;
}

let parser: Parser | null = null;

/**
 * The block structure of a document after CommonMark; words are not parsed. Loaded when the first plan is met: few
 * files are plans, and every process that reads source would pay for it at start.
 */
export function readBlocks(lines: readonly string[]): readonly BlockToken[] {
  parser ??= createParser();
  return parser.parse(withoutFrontMatter(lines).map(oneLine).join('\n'), {}) as unknown as readonly BlockToken[];
}

function createParser(): Parser {
  const loaded = createRequire(import.meta.url)('markdown-it') as { default?: typeof MarkdownIt } & typeof MarkdownIt;
  const Parser = loaded.default ?? loaded;
  const created = new Parser('commonmark', { maxNesting: MAX_NESTING });
  created.core.ruler.enableOnly(['normalize', 'block']);
  return created;
}

/** Line numbers must stay: what the parser would take for a line end becomes a space. */
function oneLine(line: string): string {
  if (line.length > MAX_LINE) return '';
  return line.includes('\r') || line.includes('\n') ? line.replace(/[\r\n]/g, ' ') : line;
}

function withoutFrontMatter(lines: readonly string[]): readonly string[] {
  if (lines[0]?.trimEnd() !== '---') return lines;
  const end = lines.findIndex((line, index) => index > 0 && index < 500 && /^(?:---|\.\.\.)\s*$/.test(line));
  return end < 0 ? lines : lines.map((line, index) => (index <= end ? '' : line));
}
