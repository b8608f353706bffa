/** A top-level block of a Markdown document; lines 0-based, inclusive. Blank lines between blocks belong to none. */
export interface MarkdownBlock {
  readonly kind: 'heading' | 'fence' | 'table' | 'front-matter' | 'html' | 'text';
  readonly start: number;
  readonly end: number;
  /** Of a heading: 1..6 and its text without markup. */
  readonly level?: number;
  readonly title?: string;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
const FENCE = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const LIST_ITEM = /^( *)([-+*]|\d{1,9}[.)])( {1,4}(?=\S)|[ \t]|$)/;
const THEMATIC = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const INDENTED = /^(?: {4}| {0,3}\t)/;
const HTML_RAW = /^ {0,3}<(script|pre|style|textarea)(?:[\s>]|$)/i;
const HTML_BLOCK = /^ {0,3}<\/?(?:address|article|aside|base|blockquote|body|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|nav|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[\s/>]|$)/i;

/** No heading, fence or table row is longer; the patterns below would take quadratic time on some such lines. */
const MAX_MARKUP_LINE = 1_000;

/**
 * The block structure that matters for sections, after CommonMark 0.31 and GFM tables: headings, fences, tables, HTML,
 * front matter; the rest is text, one block a paragraph or list. One pass, no nesting: blocks inside lists and quotes
 * are text of the outer document.
 */
export function scanMarkdown(lines: readonly string[]): MarkdownBlock[] {
  return new Scanner(lines.map((line) => (line.length > MAX_MARKUP_LINE ? 'text' : line))).scan();
}

class Scanner {
  private readonly lines: readonly string[];
  private readonly blocks: MarkdownBlock[] = [];
  private line = 0;
  /** Column where the content of the open list item begins; 0 outside lists. Deeper lines belong to the item. */
  private listContent = 0;

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  scan(): MarkdownBlock[] {
    this.frontMatter();
    while (this.line < this.lines.length) {
      const text = this.lines[this.line]!;
      if (text.trim() === '') this.line++;
      else if (this.inList(text) || !(this.fence(text) || this.atx(text) || this.html(text) || this.table())) this.paragraph();
    }
    return this.blocks;
  }

  private push(kind: MarkdownBlock['kind'], end: number, heading?: { level: number; title: string }): true {
    this.blocks.push({ kind, start: this.line, end, ...heading });
    this.line = end + 1;
    return true;
  }

  private inList(text: string): boolean {
    const indent = text.length - text.trimStart().length;
    if (this.listContent > 0 && indent >= this.listContent) return true;
    this.listContent = 0;
    return indent >= 4 && !text.startsWith('\t') ? true : false;
  }

  private frontMatter(): void {
    const mark = this.lines[0]?.trimEnd();
    if (mark !== '---' && mark !== '+++') return;
    for (let end = 1; end < this.lines.length && end < 500; end++) {
      const text = this.lines[end]!.trimEnd();
      if (text === mark || (mark === '---' && text === '...')) return void this.push('front-matter', end);
    }
  }

  private fence(text: string): boolean {
    const open = FENCE.exec(text)?.[2];
    if (!open) return false;
    const close = new RegExp(`^ {0,3}${open[0] === '`' ? '`' : '~'}{${open.length},}[ \\t]*$`);
    let end = this.line + 1;
    while (end < this.lines.length && !close.test(this.lines[end]!)) end++;
    return this.push('fence', Math.min(end, this.lines.length - 1));
  }

  private atx(text: string): boolean {
    const match = ATX.exec(text);
    return match !== null && this.push('heading', this.line, { level: match[1]!.length, title: plainTitle(match[2] ?? '') });
  }

  private html(text: string): boolean {
    const raw = HTML_RAW.exec(text);
    if (raw) return this.push('html', this.until((line) => line.toLowerCase().includes(`</${raw[1]!.toLowerCase()}>`)));
    if (/^ {0,3}<!--/.test(text)) return this.push('html', this.until((line) => line.includes('-->')));
    if (!HTML_BLOCK.test(text)) return false;
    return this.push('html', this.beforeBlank());
  }

  private table(): boolean {
    const rule = this.lines[this.line + 1];
    if (rule === undefined || !this.lines[this.line]!.includes('|') || !rule.includes('|') || !TABLE_RULE.test(rule)) return false;
    return this.push('table', this.beforeBlank());
  }

  /** Text up to an empty line or a block that may interrupt it; an underline turns it into a heading. */
  private paragraph(): void {
    const start = this.line;
    const item = this.openList(this.lines[start]!);
    const code = !item && this.listContent === 0 && INDENTED.test(this.lines[start]!);
    const plain = !item && this.listContent === 0 && !code && !/^ {0,3}>/.test(this.lines[start]!) && !THEMATIC.test(this.lines[start]!);
    let end = start;
    while (end + 1 < this.lines.length) {
      const text = this.lines[end + 1]!;
      if (text.trim() === '' || (code && !INDENTED.test(text))) break;
      if (plain && SETEXT.test(text)) {
        const title = plainTitle(this.lines.slice(start, end + 1).map((line) => line.trim()).join(' '));
        this.push('heading', end + 1, { level: text.includes('=') ? 1 : 2, title });
        return;
      }
      if (this.interrupts(text, end + 1)) break;
      this.openList(text);
      end++;
    }
    this.push('text', end);
  }

  private interrupts(text: string, line: number): boolean {
    const indent = text.length - text.trimStart().length;
    if (this.listContent > 0 && indent >= this.listContent) return false;
    if (FENCE.test(text) || ATX.test(text) || HTML_RAW.test(text) || HTML_BLOCK.test(text) || /^ {0,3}<!--/.test(text)) return true;
    const rule = this.lines[line + 1];
    return this.listContent === 0 && text.includes('|') && rule !== undefined && rule.includes('|') && TABLE_RULE.test(rule);
  }

  private openList(text: string): boolean {
    const match = THEMATIC.test(text) ? null : LIST_ITEM.exec(text);
    if (!match || (match[1]!.length >= 4 && this.listContent === 0)) return false;
    this.listContent = match[1]!.length + match[2]!.length + Math.max(1, match[3]!.length);
    return true;
  }

  private until(found: (line: string) => boolean): number {
    let end = this.line;
    while (end < this.lines.length - 1 && !found(this.lines[end]!)) end++;
    return end;
  }

  private beforeBlank(): number {
    let end = this.line;
    while (end + 1 < this.lines.length && this.lines[end + 1]!.trim() !== '') end++;
    return end;
  }
}

/** The words of a heading: links and images give their text, emphasis and code marks go. */
function plainTitle(source: string): string {
  return source
    .slice(0, 1_000)
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?/g, '$1')
    .replace(/<[^<>]*>/g, '')
    .replace(/\s*\{#[^}]*\}\s*$/, '')
    .replace(/[`*]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
