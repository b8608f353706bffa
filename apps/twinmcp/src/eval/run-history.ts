import path from 'node:path';
import { blobTerms, historyBaseline, inProtocol, oldSideLines, scoreLines, scoreRanking, touchesGold, type BaselineVariant, type GoldLines, type HistoryQuery, type HistorySet, type RankingScores, type TermCounts } from '@twinmcp/evaluation';
import type { SearchHit } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { GptTokenizerCounters } from '@twinmcp/tokenizers';
import { compareWithBaseline } from './compare-baseline.ts';
import { CoverageProbe } from './coverage-probe.ts';
import type { EvalRun } from './eval-run.ts';
import { HistoryClone, type LabelRepository, type TreeEntry } from './history-clone.ts';
import { openLabelRepository } from './label-repository.ts';
import { Probes } from './probes.ts';
import type { EvalReport } from './report.ts';
import { EvaluatedWorkspace } from './subject.ts';
import { CONTEXT_BUDGET, Tally } from './tally.ts';

/** Places below file level that are looked at; deeper ones no reader reaches. */
const MAX_PLACES = 200;

/** Walks the parent commits, oldest first, by incremental re-indexing, and asks each commit's message of the tree before it. */
export async function runHistory(set: HistorySet, run: EvalRun): Promise<EvalReport> {
  const { labels, location } = await openLabelRepository(set, run);
  const chosen = set.queries.slice(0, run.limit);
  const order = await labels.oldestFirst(chosen.map((query) => query.parentCommit));
  const missing = chosen.find((query) => !order.includes(query.parentCommit));
  if (missing) throw new DomainError('not-found', `${location} does not have the commit ${missing.parentCommit} of ${missing.id}`, { details: { hint: 'Give a full clone of the repository with --repo.' } });
  const queries = order.flatMap((commit) => chosen.filter((query) => query.parentCommit === commit));

  const clone = await HistoryClone.create(path.join(run.folder, 'tree'), location, run.env, run.signal);
  const measured = { tally: new Tally(), probes: new Probes(run.probes), coverage: new CoverageProbe() };
  const { tally } = measured;
  const tokensOf = await tokenCounts(clone);
  const variants = new Map<BaselineVariant, RankingScores[]>();
  const terms = new Map<string, TermCounts>();
  let workspace: EvaluatedWorkspace | null = null;
  let at = '';
  let files: TreeEntry[] = [];
  const indexing = { runs: 0, seconds: 0, filesOfLastTree: 0, notIndexed: 0 };
  for (const [i, query] of queries.entries()) {
    if (query.parentCommit !== at) {
      await clone.moveTo(query.parentCommit);
      workspace ??= await EvaluatedWorkspace.register(run.rpc, clone.folder, run.mode, run.signal);
      const summary = await workspace.index();
      files = (await clone.files(query.parentCommit)).filter((file) => inProtocol(file.path, run.protocol, set.extensions));
      indexing.runs++;
      indexing.seconds += summary.durationMs / 1_000;
      indexing.filesOfLastTree = summary.files;
      at = query.parentCommit;
    }
    if (query.commit) await clone.assertAbsent(query.commit);
    await askOne(workspace!, query, new Map(files.map((file) => [file.path, file.blob])), await goldLines(labels, query), measured, tokensOf);
    if (run.baseline) await scoreBaseline(clone, files, query, run, set, terms, variants);
    run.progress('commits', i + 1, queries.length);
  }
  return {
    set: set.name, kind: set.kind, protocol: run.protocol, mode: run.mode, level: 'file',
    ...tally.summary(),
    ...measured.probes.summary(),
    coverage: measured.coverage.summary(),
    indexing,
    baseline: run.baseline ? compareWithBaseline(set, run.protocol, tally.scores, variants, queries.length === set.queries.length) : null,
  };
}

interface Measured {
  readonly tally: Tally;
  readonly probes: Probes;
  readonly coverage: CoverageProbe;
}

/** `ranked`: the files that the protocol ranks, and their blobs. */
async function askOne(workspace: EvaluatedWorkspace, query: HistoryQuery, ranked: ReadonlyMap<string, string>, gold: GoldLines | null, { tally, probes, coverage }: Measured, tokensOf: (blob: string) => Promise<number>): Promise<void> {
  const ranking = (hits: readonly SearchHit[]) => hits.map((hit) => hit.path).filter((file) => ranked.has(file));
  const search = await workspace.search(query.query, 'file');
  const files = ranking(search.hits);
  const scores = tally.addRanking(query.id, query.query, files, query.goldFiles, search);
  await probes.ask(workspace, query.query, (hits) => scoreRanking(ranking(hits), query.goldFiles), { mode: search.mode, scores });
  if (gold) {
    const places = await workspace.search(query.query, 'chunk', MAX_PLACES);
    tally.addLines(scoreLines(places.hits.filter((hit) => ranked.has(hit.path)), gold));
    await coverage.ask(workspace, query.query, gold);
  }
  const goldFiles = new Set(query.goldFiles);
  const isGold = ({ citation }: { citation: { path: string; startLine: number; endLine: number } }) => (gold ? touchesGold(citation, gold) : goldFiles.has(citation.path));
  const answer = await workspace.context(query.query, CONTEXT_BUDGET);
  tally.addContext(answer, isGold);
  if (gold) {
    const order = [...new Set([...answer.items.map(({ citation }) => citation.path), ...files])];
    await coverage.compare(answer.items, order, gold, async (path) => (ranked.has(path) ? tokensOf(ranked.get(path)!) : null));
  }
}

/** Tokens of whole files, each counted once. */
async function tokenCounts(clone: HistoryClone): Promise<(blob: string) => Promise<number>> {
  const counter = await new GptTokenizerCounters().get('o200k_base');
  const known = new Map<string, number>();
  return async (blob) => {
    if (!known.has(blob)) {
      const [content] = await clone.blobs([blob]);
      known.set(blob, counter.count(content!.subarray(0, 400_000).toString('utf8')));
    }
    return known.get(blob)!;
  };
}

/** Null when the labelled commit cannot be read, or only adds files. */
async function goldLines(labels: LabelRepository, query: HistoryQuery): Promise<GoldLines | null> {
  const diff = query.commit === null ? null : await labels.changesOf(query.commit, query.parentCommit);
  if (diff === null) return null;
  const gold = new Map([...oldSideLines(diff)].filter(([file]) => query.goldFiles.includes(file)));
  return gold.size > 0 ? gold : null;
}

async function scoreBaseline(clone: HistoryClone, files: readonly TreeEntry[], query: HistoryQuery, run: EvalRun, set: HistorySet, terms: Map<string, TermCounts>, variants: Map<BaselineVariant, RankingScores[]>): Promise<void> {
  const unknown = [...new Set(files.map((file) => file.blob))].filter((blob) => !terms.has(blob));
  const contents = await clone.blobs(unknown);
  unknown.forEach((blob, i) => terms.set(blob, blobTerms(contents[i]!)));
  const rankings = historyBaseline(files.map((file) => ({ path: file.path, terms: terms.get(file.blob)! })), query.query, run.protocol, set.extensions);
  for (const [variant, ranking] of Object.entries(rankings) as [BaselineVariant, string[]][]) {
    if (!variants.has(variant)) variants.set(variant, []);
    variants.get(variant)!.push(scoreRanking(ranking, query.goldFiles));
  }
}
