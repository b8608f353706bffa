import { contentHash } from '@twinmcp/kernel';
import type { Plan, PlanSection, PlanTask, TaskStatus } from './model.ts';
import { progressOf } from './progress.ts';
import { readBlocks, type BlockToken } from './read-blocks.ts';
import { statusOf, taskStatus } from './status-words.ts';
import { plainText, readLabel } from './task-label.ts';

const BOX = /^\[([ xX~/!-])\][ \t]+(?=\S)/;

type OpenSection = Omit<PlanSection, 'progress' | 'endLine'> & { endLine: number; own: TaskStatus[] };
type OpenItem = { readonly task: number };

/** Tasks are items of bullet or numbered lists that begin with a box: `- [ ]`, `2. [x]`, `* [~]`. Lines without their line ends. */
export function parsePlan(lines: readonly string[]): Plan {
  const reader = new PlanReader(lines);
  for (const [index, token] of reader.tokens.entries()) reader.read(token, index);
  return reader.finish();
}

class PlanReader {
  readonly tokens: readonly BlockToken[];
  private readonly lines: readonly string[];
  private readonly sections: OpenSection[] = [];
  private readonly tasks: PlanTask[] = [];
  private readonly seen = new Map<string, number>();
  private readonly items: OpenItem[] = [];
  /** Sections that are open, outermost first. */
  private readonly open: number[] = [];

  constructor(lines: readonly string[]) {
    this.lines = lines;
    this.tokens = readBlocks(lines);
  }

  read(token: BlockToken, index: number): void {
    if (token.type === 'heading_open' && token.level === 0) this.heading(token, this.tokens[index + 1]!);
    else if (token.type === 'list_item_open') this.items.push({ task: this.task(token, index) });
    else if (token.type === 'list_item_close') this.items.pop();
  }

  private heading(token: BlockToken, inline: BlockToken): void {
    const level = Number(token.tag.slice(1));
    const line = token.map![0];
    while (this.open.length > 0 && this.sections[this.open.at(-1)!]!.level >= level) this.sections[this.open.pop()!]!.endLine = line;
    const around = this.sections[this.open.at(-1) ?? -1];
    const title = plainText(inline.content).slice(0, 200);
    this.open.push(this.sections.length);
    this.sections.push({ title, level, path: [...(around?.path ?? []), title], startLine: line + 1, endLine: this.lines.length, status: statusOf(title) ?? around?.status ?? null, own: [] });
  }

  /** Index of the task that the item is, or the one around it. */
  private task(token: BlockToken, index: number): number {
    const around = this.items.at(-1)?.task ?? -1;
    const [paragraph, inline] = [this.tokens[index + 1], this.tokens[index + 2]];
    const box = paragraph?.type === 'paragraph_open' && inline ? BOX.exec(inline.content) : null;
    if (!box || !inline || token.map === null) return around;
    const row = paragraph!.map?.[0] ?? token.map[0];
    const column = this.lines[row]!.indexOf('[') + 1;
    if (this.lines[row]![column] !== box[1]) return around; // a tab or an odd line that the parser saw differently
    const words = inline.content.slice(box[0].length);
    const { id, text } = readLabel(words);
    const section = this.sections[this.open.at(-1) ?? -1] ?? null;
    const status = taskStatus(box[1]!, words, section?.status ?? null);
    let end = token.map[1];
    while (end > token.map[0] + 1 && this.lines[end - 1]!.trim() === '') end--;
    this.tasks.push({
      key: this.keyOf(id, text, around), id, text, mark: box[1]!, checked: /x/i.test(box[1]!), status,
      markLine: row + 1, markColumn: column, startLine: token.map[0] + 1, endLine: end, section: this.open.at(-1) ?? -1, parent: around,
    });
    for (const one of this.open) this.sections[one]!.own.push(status);
    return this.tasks.length - 1;
  }

  private keyOf(id: string | null, text: string, parent: number): string {
    const base = id ?? contentHash(`${this.tasks[parent]?.key ?? ''}\0${text}`).slice(0, 16);
    const before = this.seen.get(base) ?? 0;
    this.seen.set(base, before + 1);
    return before === 0 ? base : `${base}~${before + 1}`;
  }

  finish(): Plan {
    const sections = this.sections.map(({ own, ...section }): PlanSection => ({ ...section, progress: progressOf(own) }));
    return { title: sections[0]?.title ?? null, sections, tasks: this.tasks, progress: progressOf(this.tasks.map(({ status }) => status)) };
  }
}
