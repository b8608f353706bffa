import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { blobTerms, deviations, historyBaseline, inProtocol, meanScores, publishedBaseline, readLabelledSet, scoreRanking, type BaselineVariant, type HistoryProtocol, type RankingScores, type TermCounts } from '@twinmcp/evaluation';
import { Git } from './git.ts';
import { filesOf } from './history-clone.ts';
import { openLabelRepository } from './label-repository.ts';

// Neither the labelled sets nor their repositories are part of this one.
const sets = process.env['TWINMCP_EVAL_DIR'];
const repositories = process.env['TWINMCP_EVAL_REPOS'];
const suite = sets && repositories ? describe : describe.skip;

suite('BM25 baseline of history sets (skipped without $TWINMCP_EVAL_DIR and $TWINMCP_EVAL_REPOS)', () => {
  it.each([['src'], ['all']] as [HistoryProtocol][])('reproduces the reference on history-flask, protocol %s, within .005', async (protocol) => {
    const set = await readLabelledSet((name) => readFile(path.join(sets!, 'history-flask', name), 'utf8'));
    if (set.kind !== 'repository-history') throw new Error('wrong kind');
    const { location } = await openLabelRepository(set, { repository: null, env: process.env, folder: '/nowhere', signal: new AbortController().signal, progress: () => {} });
    const git = new Git(location, process.env);
    const terms = new Map<string, TermCounts>();
    const rows = new Map<BaselineVariant, RankingScores[]>();
    for (const query of set.queries) {
      const files = (await filesOf(git, query.parentCommit)).filter((file) => inProtocol(file.path, protocol, set.extensions));
      const unknown = [...new Set(files.map((file) => file.blob))].filter((blob) => !terms.has(blob));
      (await git.blobs(unknown)).forEach((content, i) => terms.set(unknown[i]!, blobTerms(content)));
      const rankings = historyBaseline(files.map((file) => ({ path: file.path, terms: terms.get(file.blob)! })), query.query, protocol, set.extensions);
      for (const [variant, ranking] of Object.entries(rankings) as [BaselineVariant, string[]][]) rows.set(variant, [...(rows.get(variant) ?? []), scoreRanking(ranking, query.goldFiles)]);
    }
    expect(rows.size).toBe(protocol === 'src' ? 1 : 2);
    for (const [variant, scores] of rows) {
      const published = publishedBaseline(set, variant, protocol);
      expect(published).not.toBeNull();
      expect(deviations(meanScores(scores), published!)).toEqual([]);
    }
  }, 240_000);
});
