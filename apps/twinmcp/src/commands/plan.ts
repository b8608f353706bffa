import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeProgress, parsePlan, setTaskMarks, TASK_STATUSES, type MarkChange, type Plan, type TaskStatus } from '@twinmcp/markdown-plans';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';
import { visible } from '../cli/text.ts';
import { TOOL_EXIT, runTool } from '../cli/tool-command.ts';

interface Options extends CommonOptions {
  readonly set?: string[];
  readonly open?: boolean;
  readonly dryRun?: boolean;
}

const MAX_BYTES = 20 * 1024 * 1024;
const SIGNS: Readonly<Record<TaskStatus, string>> = { todo: ' ', 'in-progress': '~', blocked: '!', done: 'x', cancelled: '-' };

/** Tasks and progress of a plan; with --set their boxes in the file. Nothing else of the file changes. */
export function run([given]: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, async () => {
    const named = path.resolve(io.cwd, given!);
    const file = existsSync(named) ? realpathSync(named) : named; // a link stays a link
    const source = readPlan(file);
    const changes = (options.set ?? []).map(readChange);
    const marked = setTaskMarks(source, changes);
    if (marked.changed.length > 0 && !options.dryRun) writeWhole(file, marked.source);
    const plan = parsePlan(marked.source.split('\n').map((line) => line.replace(/\r$/, '')));
    if (options.json) io.out(JSON.stringify({ file, changed: marked.changed, missing: marked.missing, dryRun: options.dryRun === true, title: plan.title, progress: plan.progress, sections: plan.sections, tasks: plan.tasks }));
    else print(plan, options, io);
    if (changes.length > 0 && !options.json) io.note(`${marked.changed.length} of ${changes.length} changed${options.dryRun ? ' (not written)' : ''}`);
    for (const key of marked.missing) io.note(`No task is called ${key}.`);
    return marked.missing.length > 0 ? TOOL_EXIT.findings : TOOL_EXIT.clean;
  });
}

function readPlan(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) throw badInput(`${file} is no file.`);
  if (stats.size > MAX_BYTES) throw badInput(`${file} is larger than ${MAX_BYTES} bytes.`);
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  // What cannot be read byte for byte cannot be written back so.
  if (!Buffer.from(text).equals(bytes)) throw badInput(`${file} is not UTF-8.`);
  return text;
}

function readChange(text: string): MarkChange {
  const at = text.lastIndexOf('=');
  const status = text.slice(at + 1).trim();
  if (at < 1 || !(TASK_STATUSES as readonly string[]).includes(status)) throw badInput(`"${text}" is no change.`, `Write <task>=<status>, e.g. 1.2.3=done; statuses: ${TASK_STATUSES.join(', ')}.`);
  return { key: text.slice(0, at).trim(), status: status as TaskStatus };
}

/** Beside it, then renamed: a reader sees the old file or the new one. */
function writeWhole(file: string, text: string): void {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    writeFileSync(part, text);
    chmodSync(part, statSync(file).mode);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function print(plan: Plan, { open }: Options, io: CommandIo): void {
  const { bold, dim, green, yellow } = io.colors;
  io.out(`${bold(visible(plan.title ?? 'without a heading'))}  ${describeProgress(plan.progress) || 'no tasks'}`);
  let section = -2;
  for (const task of plan.tasks) {
    if (open && (task.status === 'done' || task.status === 'cancelled')) continue;
    if (task.section !== section) {
      section = task.section;
      const about = plan.sections[section];
      if (about) io.out(`${bold(visible(about.path.join(' > ')))}  ${dim(describeProgress(about.progress))}`);
    }
    let depth = 0;
    for (let at = task.parent; at >= 0; at = plan.tasks[at]!.parent) depth++;
    const sign = `[${SIGNS[task.status]}]`;
    io.out(`  ${'  '.repeat(depth)}${task.status === 'done' ? green(sign) : task.status === 'todo' ? sign : yellow(sign)} ${visible(`${task.id ?? task.key}  ${task.text}`)}  ${dim(`:${task.markLine}`)}`);
  }
}
