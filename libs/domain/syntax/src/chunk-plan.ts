import { describeProgress, isPlan, mayBePlan, parsePlan, type Plan, type PlanTask } from '@twinmcp/markdown-plans';
import { ChunkBuilder } from './chunk-builder.ts';
import { chunkMarkdown, DEFAULT_SECTION_LIMITS } from './chunk-markdown.ts';
import { LineMetrics } from './line-metrics.ts';
import { HEADING_SEPARATOR } from './markdown-sections.ts';
import type { CodeChunk, CodeSymbol } from './model.ts';

const MAX_NAME = 120;
/** Beyond this a list is data: it is cut as sections are. */
const MAX_TASKS = 50_000;

/** Boxes for somebody else to tick, again and again: of 32 public repositories these are nearly all files that look like plans and are none. */
const FORM = /(?:^|\/)\.(?:github|gitlab|gitea)\/|(?:pull|merge)[-_]request[-_]template|issue[-_]template/i;

export interface PlanAnalysis {
  readonly symbols: readonly CodeSymbol[];
  readonly chunks: readonly CodeChunk[];
  readonly truncated: boolean;
}

/**
 * A file that is a plan: one chunk a task, headed by its sections and the tasks it is nested in; what stands between
 * tasks is a section that also says how far its tasks are. Null for every other Markdown file.
 */
export function chunkPlan(path: string, lines: readonly string[]): PlanAnalysis | null {
  if (FORM.test(path) || !mayBePlan(lines)) return null;
  const plan = parsePlan(lines);
  if (plan.tasks.length > MAX_TASKS || !isPlan(plan, lines)) return null;
  const headings = chunkMarkdown(path, lines).symbols;
  const chunker = new PlanChunker(path, lines, plan);
  chunker.chunk();
  const symbols = [...headings, ...plan.tasks.map((task) => taskSymbol(task, plan, lines))].sort((a, b) => a.range.startLine - b.range.startLine || b.range.endLine - a.range.endLine);
  return { symbols, chunks: chunker.builder.chunks, truncated: chunker.builder.truncated };
}

/** What a task is looked up by: its id, or its words. */
function nameOf(task: PlanTask): string {
  return task.id ?? task.text.slice(0, MAX_NAME).trimEnd();
}

function taskSymbol(task: PlanTask, plan: Plan, lines: readonly string[]): CodeSymbol {
  const container = [...(plan.sections[task.section]?.path ?? []), ...parentsOf(task, plan).map(nameOf)].join(HEADING_SEPARATOR);
  const name = nameOf(task);
  const line = lines[task.markLine - 1]!;
  const found = line.indexOf(name.slice(0, 20), task.markColumn + 2);
  const column = found < 0 ? Math.min(line.length, task.markColumn + 3) : found;
  return {
    kind: 'task', name, qualifiedName: container === '' ? name : `${container}${HEADING_SEPARATOR}${name}`, container: container === '' ? null : container,
    range: { startLine: task.startLine, endLine: task.endLine, startColumn: 0, endColumn: lines[task.endLine - 1]!.length },
    nameRange: { startLine: task.markLine, endLine: task.markLine, startColumn: column, endColumn: Math.min(line.length, column + name.length) },
    signature: line.trim().slice(0, 300), doc: null, exported: true, visibility: null, modifiers: [task.status],
  };
}

/** Outermost first. */
function parentsOf(task: PlanTask, plan: Plan): PlanTask[] {
  const parents: PlanTask[] = [];
  for (let at = task.parent; at >= 0; at = plan.tasks[at]!.parent) parents.unshift(plan.tasks[at]!);
  return parents;
}

class PlanChunker {
  readonly builder: ChunkBuilder;
  private readonly lines: readonly string[];
  private readonly plan: Plan;
  private readonly metrics: LineMetrics;
  private section = -1;

  constructor(path: string, lines: readonly string[], plan: Plan) {
    this.builder = new ChunkBuilder(path, lines);
    this.lines = lines;
    this.plan = plan;
    this.metrics = new LineMetrics(lines);
  }

  /** Runs of lines that belong to the same task, or to none. */
  chunk(): void {
    const owners = this.owners();
    for (let start = 0; start < owners.length; ) {
      let end = start;
      while (end + 1 < owners.length && owners[end + 1] === owners[start]) end++;
      if (owners[start]! >= 0) this.addTask(this.plan.tasks[owners[start]!]!, start, end);
      else this.addSections(start, end);
      start = end + 1;
    }
  }

  /** The innermost task of each line; empty lines stay with what is before them. */
  private owners(): Int32Array {
    const owners = new Int32Array(this.lines.length).fill(-1);
    this.plan.tasks.forEach((task, index) => owners.fill(index, task.startLine - 1, task.endLine));
    for (let line = 1; line < owners.length; line++) if (this.metrics.isBlank(line)) owners[line] = owners[line - 1]!;
    return owners;
  }

  private addTask(task: PlanTask, start: number, end: number): void {
    const parents = parentsOf(task, this.plan);
    const header = [(this.plan.sections[task.section]?.path ?? []).join(HEADING_SEPARATOR), ...parents.map((parent) => `${parent.id ?? ''} ${parent.text}`.trim().slice(0, MAX_NAME))].filter((part) => part !== '').join('\n');
    for (const [index, window] of this.metrics.windows(start, end, DEFAULT_SECTION_LIMITS).entries()) {
      const whole = index === 0 && start === task.startLine - 1;
      this.builder.add({ kind: whole ? 'symbol' : 'part', symbol: nameOf(task), symbolKind: 'task', header, ...window });
    }
  }

  /** Cut before each heading, so that a chunk belongs to one section: the last heading at or above a line is the innermost around it. */
  private addSections(start: number, end: number): void {
    const { sections } = this.plan;
    for (let from = start; from <= end; ) {
      while (this.section + 1 < sections.length && sections[this.section + 1]!.startLine - 1 <= from) this.section++;
      const section = sections[this.section];
      const to = Math.min(end, (sections[this.section + 1]?.startLine ?? Number.POSITIVE_INFINITY) - 2);
      const symbol = section ? section.path.join(HEADING_SEPARATOR) : null;
      const titles = section && section.startLine - 1 === from ? section.path.slice(0, -1) : (section?.path ?? []);
      const header = [titles.join(HEADING_SEPARATOR), section ? describeProgress(section.progress) : ''].filter((part) => part !== '').join('\n');
      for (const window of this.metrics.windows(from, to, DEFAULT_SECTION_LIMITS)) this.builder.add({ kind: 'section', symbol, symbolKind: symbol === null ? null : 'heading', header, ...window });
      from = to + 1;
    }
  }
}
