import type { CodeSymbol } from './model.ts';
import type { MarkdownBlock } from './markdown-blocks.ts';

/** A heading with everything up to the next heading of its level or above; lines 0-based, inclusive. */
export interface MarkdownSection {
  readonly start: number;
  end: number;
  /** End of what stands before the first subheading. */
  ownEnd: number;
  readonly level: number;
  /** Titles from the outermost heading to this one; empty for what stands before the first heading. */
  readonly path: readonly string[];
  readonly children: MarkdownSection[];
}

export const HEADING_SEPARATOR = ' > ';

export function sectionTree(blocks: readonly MarkdownBlock[], lineCount: number): MarkdownSection {
  const root: MarkdownSection = { start: 0, end: lineCount - 1, ownEnd: lineCount - 1, level: 0, path: [], children: [] };
  const open: MarkdownSection[] = [root];
  for (const block of blocks) {
    if (block.kind !== 'heading') continue;
    while (open.length > 1 && open[open.length - 1]!.level >= block.level!) open.pop()!.end = block.start - 1;
    const parent = open[open.length - 1]!;
    if (parent.children.length === 0) parent.ownEnd = block.start - 1;
    const section: MarkdownSection = { start: block.start, end: lineCount - 1, ownEnd: lineCount - 1, level: block.level!, path: [...parent.path, block.title!], children: [] };
    parent.children.push(section);
    open.push(section);
  }
  return settleEnds(root);
}

/** A section without subheadings ends where it ends; the loop above only knew that for closed ones. */
function settleEnds(root: MarkdownSection): MarkdownSection {
  const todo = [root];
  for (let section = todo.pop(); section; section = todo.pop()) {
    if (section.children.length === 0) section.ownEnd = section.end;
    for (const child of section.children) todo.push(child); // no spread: a call takes only so many arguments
  }
  return root;
}

/** Every heading with a text as a symbol, in document order. */
export function headingSymbols(root: MarkdownSection, lines: readonly string[]): CodeSymbol[] {
  const symbols: CodeSymbol[] = [];
  const todo = [...root.children].reverse();
  for (let section = todo.pop(); section; section = todo.pop()) {
    const name = section.path[section.path.length - 1]!;
    const heading = lines[section.start]!;
    const column = Math.max(0, heading.indexOf(name.slice(0, 20)));
    if (name !== '') {
      symbols.push({
        kind: 'heading', name, qualifiedName: section.path.join(HEADING_SEPARATOR),
        range: { startLine: section.start + 1, endLine: section.end + 1, startColumn: 0, endColumn: lines[section.end]!.length },
        nameRange: { startLine: section.start + 1, endLine: section.start + 1, startColumn: column, endColumn: Math.min(heading.length, column + name.length) },
        signature: heading.trim().slice(0, 300), doc: null, container: section.path.length > 1 ? section.path.slice(0, -1).join(HEADING_SEPARATOR) : null,
        exported: true, visibility: null, modifiers: [],
      });
    }
    for (let i = section.children.length - 1; i >= 0; i--) todo.push(section.children[i]!);
  }
  return symbols;
}
