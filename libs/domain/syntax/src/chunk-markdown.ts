import { ChunkBuilder } from './chunk-builder.ts';
import { LineMetrics, type SizeLimits } from './line-metrics.ts';
import { scanMarkdown, type MarkdownBlock } from './markdown-blocks.ts';
import { HEADING_SEPARATOR, headingSymbols, sectionTree, type MarkdownSection } from './markdown-sections.ts';
import type { CodeChunk, CodeSymbol } from './model.ts';

export const DEFAULT_SECTION_LIMITS: SizeLimits = { maxLines: 80, maxChars: 2_000 };
/** A section with its subsections below this many characters is one chunk: each alone would say too little. */
const SMALL_SECTION_CHARS = 600;

/** Sections by heading; a long one is cut between its blocks. Fences stay whole up to twice the limit, tables keep their head as header. */
export function chunkMarkdown(path: string, lines: readonly string[], limits: SizeLimits = DEFAULT_SECTION_LIMITS): { symbols: CodeSymbol[]; chunks: CodeChunk[]; truncated: boolean } {
  const builder = new ChunkBuilder(path, lines);
  if (lines.length === 0) return { symbols: [], chunks: [], truncated: false };
  const blocks = scanMarkdown(lines);
  const root = sectionTree(blocks, lines.length);
  new SectionChunker(builder, new LineMetrics(lines), blocks, limits).chunk(root);
  return { symbols: headingSymbols(root, lines), chunks: builder.chunks, truncated: builder.truncated };
}

class SectionChunker {
  private readonly builder: ChunkBuilder;
  private readonly metrics: LineMetrics;
  private readonly blocks: readonly MarkdownBlock[];
  private readonly limits: SizeLimits;
  private block = 0;

  constructor(builder: ChunkBuilder, metrics: LineMetrics, blocks: readonly MarkdownBlock[], limits: SizeLimits) {
    this.builder = builder;
    this.metrics = metrics;
    this.blocks = blocks;
    this.limits = limits;
  }

  chunk(root: MarkdownSection): void {
    const todo = [root];
    let pending: number | null = null; // lines of headings without a body: they go with the first section that has one
    for (let section = todo.pop(); section; section = todo.pop()) {
      const start: number = pending ?? section.start;
      pending = null;
      if (section.level > 0 && section.children.length > 0 && this.metrics.chars(section.start, section.end) <= SMALL_SECTION_CHARS) {
        this.emit(section, start, section.end);
        continue;
      }
      for (let i = section.children.length - 1; i >= 0; i--) todo.push(section.children[i]!);
      if (section.ownEnd < section.start) continue; // nothing before the first heading
      if (section.children.length > 0 && this.isBare(section)) pending = start;
      else this.emit(section, start, section.ownEnd);
    }
  }

  private isBare(section: MarkdownSection): boolean {
    for (let line = section.start + (section.level > 0 ? 1 : 0); line <= section.ownEnd; line++) {
      if (!this.metrics.isBlank(line) && !/^ {0,3}(?:=+|-+)\s*$/.test(this.metrics.lines[line]!)) return false;
    }
    return true;
  }

  private emit(section: MarkdownSection, start: number, end: number): void {
    const name = section.path.length > 0 ? section.path.join(HEADING_SEPARATOR) : null;
    const add = (from: number, to: number, extra: string): void => {
      const titles = from <= section.start ? section.path.slice(0, -1) : section.path;
      const header = [titles.join(HEADING_SEPARATOR), extra].filter((part) => part !== '').join('\n');
      this.builder.add({ kind: 'section', symbol: name, symbolKind: name === null ? null : 'heading', header, start: from, end: to });
    };
    if (this.metrics.fits(start, end, this.limits)) return add(start, end, '');
    for (const piece of this.pieces(start, end)) add(piece.start, piece.end, piece.header);
  }

  /** Fills chunks block by block; `header` repeats the head of a table that had to be cut. */
  private pieces(start: number, end: number): Piece[] {
    const done: Piece[] = [];
    let open: Piece | null = null;
    for (const atom of this.atoms(start, end)) {
      if (open && this.metrics.fits(open.start, atom.end, this.limits)) {
        open.end = atom.end;
        continue;
      }
      const twice = { maxLines: this.limits.maxLines * 2, maxChars: this.limits.maxChars * 2 };
      if (this.metrics.fits(atom.start, atom.end, atom.kind === 'fence' ? twice : this.limits)) {
        done.push((open = { start: atom.start, end: atom.end, header: '' }));
        continue;
      }
      const head = atom.kind === 'table' ? this.metrics.lines.slice(atom.block, atom.block + 2).join('\n').slice(0, 600) : '';
      for (const [index, window] of this.metrics.windows(atom.start, atom.end, this.limits).entries()) done.push((open = { ...window, header: index === 0 ? '' : head }));
      open = null;
    }
    return done;
  }

  /** The blocks between two lines; blank lines, and what no block covers, go to the block before. */
  private atoms(start: number, end: number): Atom[] {
    while (this.block < this.blocks.length && this.blocks[this.block]!.end < start) this.block++;
    const atoms: Atom[] = [];
    for (let i = this.block; i < this.blocks.length && this.blocks[i]!.start <= end; i++) {
      const block = this.blocks[i]!;
      const before = atoms[atoms.length - 1];
      if (before?.kind === 'heading') {
        // A heading never stands alone at the end of a chunk.
        atoms[atoms.length - 1] = { start: before.start, end: Math.min(block.end, end), kind: block.kind, block: block.start };
      } else {
        if (before) before.end = Math.max(before.end, block.start - 1);
        atoms.push({ start: before ? before.end + 1 : start, end: Math.min(block.end, end), kind: block.kind, block: block.start });
      }
    }
    const last = atoms[atoms.length - 1];
    if (last) last.end = end;
    else atoms.push({ start, end, kind: 'text', block: start });
    return atoms;
  }
}

interface Atom {
  readonly start: number;
  end: number;
  readonly kind: MarkdownBlock['kind'];
  /** First line of the block itself. */
  readonly block: number;
}

interface Piece {
  readonly start: number;
  end: number;
  readonly header: string;
}
