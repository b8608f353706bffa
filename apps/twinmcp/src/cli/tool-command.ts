import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from './exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from './io.ts';
import { ProgressLine } from './progress-line.ts';
import { reportError } from './report-error.ts';

/** Of commands that scripts and schedules run: what was found is told from what could not be looked at. */
export const TOOL_EXIT = { clean: 0, findings: 1, failed: 2 } as const;
export const TOOL_EXIT_HELP = 'Exit codes: 0 nothing found, 1 findings, 2 failed, 130 stopped with Ctrl-C.';

export interface ReportOptions extends CommonOptions {
  readonly report?: string;
}

/** Time that a call over a whole index may take. */
export const TOOL_TIMEOUT_MS = 600_000;

export async function runTool(options: CommonOptions, io: CommandIo, work: () => Promise<number>): CommandResult {
  try {
    return await work();
  } catch (error) {
    if (io.signal.aborted) throw error;
    return reportError(error, io, options.json === true) === EXIT.interrupted ? EXIT.interrupted : TOOL_EXIT.failed;
  }
}

/** Shows that something goes on while one call takes its time. */
export async function busy<T>(io: CommandIo, what: string, work: Promise<T>): Promise<T> {
  const line = new ProgressLine(io);
  const timer = setInterval(() => line.update(what, 0, 0), 100);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    line.end();
  }
}

/** The Markdown report that `--report` asks for. */
export function writeReport(options: ReportOptions, io: CommandIo, markdown: () => string): void {
  if (options.report === undefined) return;
  const file = path.resolve(io.cwd, options.report);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, markdown());
  io.note(`report written to ${file}`);
}

/** A row of a Markdown table; what comes from files cannot break out of its cell. */
export function tableRow(...cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replace(/[\u0000-\u001f\u007f]+/g, ' ').replace(/[\\|`<]/g, '\\$&')).join(' | ')} |`;
}

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return [tableRow(...head), tableRow(...head.map(() => '---')), ...rows.map((row) => tableRow(...row))];
}
