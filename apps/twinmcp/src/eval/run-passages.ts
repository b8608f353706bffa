import path from 'node:path';
import { passageBaseline, scoreRanking, type BaselineVariant, type PassageSet, type RankingScores } from '@twinmcp/evaluation';
import type { SearchHit } from '@twinmcp/contracts';
import { compareWithBaseline } from './compare-baseline.ts';
import type { EvalRun } from './eval-run.ts';
import { writePassages } from './passage-files.ts';
import { Probes } from './probes.ts';
import type { EvalReport } from './report.ts';
import { EvaluatedWorkspace } from './subject.ts';
import { CONTEXT_BUDGET, Tally } from './tally.ts';

/** Every passage is a file; the engine scans, parses, indexes and searches it like any other. */
export async function runPassages(set: PassageSet, run: EvalRun): Promise<EvalReport> {
  const root = path.join(run.folder, 'corpus');
  const idOf = await writePassages(root, set.passages);
  const workspace = await EvaluatedWorkspace.register(run.rpc, root, run.mode, run.signal);
  run.progress('indexing', 0, idOf.size);
  const indexed = await workspace.index((job) => run.progress('indexing', job.progress.filesDone, idOf.size));

  const queries = set.queries.slice(0, run.limit);
  const tally = new Tally();
  const probes = new Probes(run.probes);
  const baseline = run.baseline ? passageBaseline(set) : null;
  const variants = new Map<BaselineVariant, RankingScores[]>();
  for (const [i, query] of queries.entries()) {
    const search = await workspace.search(query.query, 'file');
    const ranking = (hits: readonly SearchHit[]) => hits.map((hit) => idOf.get(hit.path)).filter((id) => id !== undefined && !query.exclude.has(id)) as string[];
    const scores = tally.addRanking(query.id, query.query, ranking(search.hits), query.gold, search);
    await probes.ask(workspace, query.query, (hits) => scoreRanking(ranking(hits), query.gold), { mode: search.mode, scores });
    const gold = new Set(query.gold);
    tally.addContext(await workspace.context(query.query, CONTEXT_BUDGET), (item) => gold.has(idOf.get(item.citation.path) ?? ''));
    if (baseline) {
      for (const [variant, ranking] of Object.entries(baseline(query.query, query.exclude)) as [BaselineVariant, string[]][]) {
        if (!variants.has(variant)) variants.set(variant, []);
        variants.get(variant)!.push(scoreRanking(ranking, query.gold));
      }
    }
    run.progress('asking', i + 1, queries.length);
  }
  return {
    set: set.name, kind: set.kind, protocol: null, mode: run.mode, level: 'passage',
    ...tally.summary(),
    ...probes.summary(),
    coverage: null,
    indexing: { runs: 1, seconds: indexed.durationMs / 1_000, filesOfLastTree: indexed.files, notIndexed: idOf.size - indexed.files },
    baseline: baseline ? compareWithBaseline(set, 'src', tally.scores, variants, queries.length === set.queries.length) : null,
  };
}
