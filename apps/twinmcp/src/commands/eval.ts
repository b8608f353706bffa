import { mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mode } from '@twinmcp/contracts';
import { readLabelledSet, type HistoryProtocol, type LabelledSet, type NamesSet, type SymbolSet } from '@twinmcp/evaluation';
import { DomainError } from '@twinmcp/kernel';
import { EXIT } from '../cli/exit-codes.ts';
import { configSources } from '../cli/engine-access.ts';
import { badInput } from '../cli/report-error.ts';
import { VERSION } from '../version.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { ProgressLine } from '../cli/progress-line.ts';
import { startEngine } from '../engine/start-engine.ts';
import { mineRepository, MINED_DEFAULT, saveSet } from '../eval/from-git.ts';
import type { EvalRun } from '../eval/eval-run.ts';
import { gateFile, gateReports, readGateFile, type GateReport } from '../eval/gate-file.ts';
import { htmlReport } from '../eval/html-report.ts';
import { printGate } from '../eval/print-probes.ts';
import { printNamesReport, printReport, printSymbolReport } from '../eval/print-report.ts';
import type { EvalReport, NamesReport, SymbolReport } from '../eval/report.ts';
import { runHistory } from '../eval/run-history.ts';
import { runNames } from '../eval/run-names.ts';
import { runPassages } from '../eval/run-passages.ts';
import { runSymbols } from '../eval/run-symbols.ts';

interface Options extends CommonOptions {
  readonly repo?: string;
  readonly protocol?: HistoryProtocol;
  readonly mode?: Mode;
  readonly baseline?: 'bm25';
  readonly limit?: number;
  readonly misses?: string;
  readonly fromGit?: string;
  readonly saveSet?: string;
  readonly modes?: boolean;
  readonly ablation?: boolean;
  readonly rows?: boolean;
  readonly save?: string;
  readonly gate?: string;
  readonly html?: string;
}

export async function run(folders: string[], options: Options, io: CommandIo): CommandResult {
  const at = (file: string) => path.resolve(io.cwd, file);
  if (folders.length === 0 && options.fromGit === undefined) throw badInput('Nothing to measure with.', 'Name folders of labelled sets, or a repository with --from-git.');
  const saved = options.gate === undefined ? null : await readGateFile(at(options.gate));
  const sets = await Promise.all(folders.map((folder) => readSet(at(folder))));
  const mined = options.fromGit === undefined ? null : await mineRepository(at(options.fromGit), options.limit ?? MINED_DEFAULT, io.env, io.signal);
  if (mined) {
    sets.push(mined.set);
    const left = Object.entries(mined.left).sort(([, a], [, b]) => b - a).map(([why, count]) => `${count} ${why}`).join('; ');
    io.note(`${mined.set.name}: ${mined.set.queries.length} of ${mined.read} commits ask for a change of source files${left === '' ? '' : ` (left out: ${left})`}`);
    if (options.saveSet !== undefined) await saveSet(at(options.saveSet), mined.set);
  }
  const rankings: EvalReport[] = [];
  const keep = async (gates: readonly GateReport[] | null) => {
    if (options.save !== undefined) await writeFile(at(options.save), `${JSON.stringify(gateFile(rankings))}\n`);
    if (options.html !== undefined) await writeFile(at(options.html), htmlReport(rankings, gates, { version: VERSION, at: new Date().toISOString() }));
  };
  const others: (SymbolReport | NamesReport)[] = [];
  for (const set of sets) {
    if (set.kind === 'names') {
      const report = await evaluateNames(set, options, io);
      others.push(report);
      if (!options.json) printNamesReport(report, io);
      continue;
    }
    if (set.kind === 'symbols') {
      const report = await evaluateSymbols(set, options, io);
      others.push(report);
      if (!options.json) printSymbolReport(report, io);
      continue;
    }
    const report = await evaluate(set, set === mined?.set ? { ...options, repo: mined.location } : options, io);
    rankings.push(report);
    if (!options.json) printReport(report, io);
    await keep(null); // a later set may fail: hours of this one are not to be lost
  }
  const gates = saved === null ? null : gateReports(rankings, saved);
  if (!options.json) for (const gate of gates ?? []) printGate(gate, io);
  await keep(gates);
  if (options.json) printJson(sets.map((set) => [...rankings, ...others].find((report) => report.set === set.name)!), gates, options.rows === true, io);
  const misses = rankings.some((report) => report.baseline?.reproducesPublished === false);
  return misses || gates?.some(({ worse }) => worse.length > 0) ? EXIT.failure : EXIT.ok;
}

function printJson(reports: readonly (EvalReport | SymbolReport | NamesReport)[], gates: readonly GateReport[] | null, rows: boolean, io: CommandIo): void {
  const shown = reports.map((report) => (report.kind === 'symbols' || report.kind === 'names' || rows ? report : { ...report, rows: undefined }));
  io.out(JSON.stringify(shown.length === 1 ? { ...shown[0], ...(gates ? { gate: gates[0] } : {}) } : { reports: shown, ...(gates ? { gates } : {}) }));
}

async function evaluate(set: Exclude<LabelledSet, SymbolSet | NamesSet>, options: Options, io: CommandIo): Promise<EvalReport> {
  return await withEngine(set.name, options, io, async ({ rpc, folder, progress }) => {
    const run = {
      rpc, folder, mode: options.mode ?? 'automatic', protocol: options.protocol ?? 'src', baseline: options.baseline !== undefined, limit: options.limit, probes: { modes: options.modes ?? false, ablation: options.ablation ?? false },
      repository: options.repo ?? null, env: io.env, signal: io.signal, progress,
    } as const;
    return await (set.kind === 'passages' ? runPassages(set, run) : runHistory(set, run));
  });
}

async function evaluateNames(set: NamesSet, options: Options, io: CommandIo): Promise<NamesReport> {
  return await withEngine(set.name, options, io, ({ rpc, progress }) => runNames(set, { rpc, limit: options.limit, misses: options.misses, signal: io.signal, progress }));
}

/** In a data directory of its own, so that nothing indexed before has a say, and nothing stays behind. */
async function withEngine<T>(name: string, options: Options, io: CommandIo, work: (engine: Pick<EvalRun, 'rpc' | 'folder' | 'progress'>) => Promise<T>): Promise<T> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'twinmcp-eval-')));
  const line = new ProgressLine(io);
  const dataDir = path.join(folder, 'data');
  const engine = await startEngine({ dataDir, config: configSources({ ...options, dataDir }, io), listen: 'none', watch: false, logLevel: 'error' });
  try {
    return await work({ rpc: engine.rpc, folder, progress: (what, done, total) => line.update(`${name} ${what}`, done, total) });
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
