import { mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mode } from '@twinmcp/contracts';
import { readLabelledSet, type HistoryProtocol, type LabelledSet, type SymbolSet } from '@twinmcp/evaluation';
import { DomainError } from '@twinmcp/kernel';
import { EXIT } from '../cli/exit-codes.ts';
import { configSources } from '../cli/engine-access.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { ProgressLine } from '../cli/progress-line.ts';
import { startEngine } from '../engine/start-engine.ts';
import { printReport, printSymbolReport } from '../eval/print-report.ts';
import type { EvalReport, SymbolReport } from '../eval/report.ts';
import { runHistory } from '../eval/run-history.ts';
import { runPassages } from '../eval/run-passages.ts';
import { runSymbols } from '../eval/run-symbols.ts';

interface Options extends CommonOptions {
  readonly repo?: string;
  readonly protocol?: HistoryProtocol;
  readonly mode?: Mode;
  readonly baseline?: 'bm25';
  readonly limit?: number;
  readonly misses?: string;
}

export async function run(folders: string[], options: Options, io: CommandIo): CommandResult {
  const sets = await Promise.all(folders.map((folder) => readSet(path.resolve(io.cwd, folder))));
  const reports: (EvalReport | SymbolReport)[] = [];
  for (const set of sets) {
    if (set.kind === 'symbols') {
      const report = await evaluateSymbols(set, options, io);
      reports.push(report);
      if (!options.json) printSymbolReport(report, io);
      continue;
    }
    const report = await evaluate(set, options, io);
    reports.push(report);
    if (!options.json) printReport(report, io);
  }
  if (options.json) io.out(JSON.stringify(reports.length === 1 ? reports[0] : { reports }));
  return reports.some((report) => report.kind !== 'symbols' && report.baseline?.reproducesPublished === false) ? EXIT.failure : EXIT.ok;
}

/** In a data directory of its own, so that nothing indexed before has a say, and nothing stays behind. */
async function evaluate(set: Exclude<LabelledSet, SymbolSet>, options: Options, io: CommandIo): Promise<EvalReport> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'twinmcp-eval-')));
  const line = new ProgressLine(io);
  const dataDir = path.join(folder, 'data');
  const engine = await startEngine({ dataDir, config: configSources({ ...options, dataDir }, io), listen: 'none', watch: false, logLevel: 'error' });
  try {
    const run = {
      rpc: engine.rpc, folder, mode: options.mode ?? 'automatic', protocol: options.protocol ?? 'src', baseline: options.baseline !== undefined, limit: options.limit,
      repository: options.repo ?? null, env: io.env, signal: io.signal,
      progress: (what: string, done: number, total: number) => line.update(`${set.name} ${what}`, done, total),
    } as const;
    return await (set.kind === 'passages' ? runPassages(set, run) : runHistory(set, run));
  } finally {
    line.end();
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function evaluateSymbols(set: SymbolSet, options: Options, io: CommandIo): Promise<SymbolReport> {
  const line = new ProgressLine(io);
  try {
    return await runSymbols(set, options.misses, (what, done, total) => line.update(`${set.name} ${what}`, done, total), io.signal);
  } finally {
    line.end();
  }
}

async function readSet(folder: string): Promise<LabelledSet> {
  const read = async (name: string) =>
    readFile(path.join(folder, name), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new DomainError('not-found', `${path.join(folder, name)} cannot be read${cause.code === 'ENOENT' ? ': there is no such file' : `: ${cause.message}`}.`, { cause, details: { hint: 'Name the folder of a labelled set, with its set.json.' } });
    });
  const files = await readdir(folder).catch(() => []); // what is missing is said when set.json is read
  return readLabelledSet(read, files);
}
