import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { passageBaseline } from './baseline.ts';
import { readLabelledSet } from './labelled-set.ts';
import { meanScores, scoreRanking, type RankingMetric } from './metrics.ts';

// The labelled sets are no part of the repository. Each set.json carries the numbers of the reference implementation.
const folder = process.env['TWINMCP_EVAL_DIR'];
const suite = folder ? describe : describe.skip;

suite('BM25 baseline (skipped without $TWINMCP_EVAL_DIR)', () => {
  it.each(['cosqa', 'docs-qa', 'docs-links-fastify', 'docs-links-mcp-ts-sdk', 'docs-conala'])('reproduces the reference on %s within .005', async (name) => {
    const read = (file: string) => readFile(path.join(folder!, name, file), 'utf8');
    const set = await readLabelledSet(read);
    if (set.kind !== 'passages') throw new Error('wrong kind');
    const rank = passageBaseline(set);
    const scores = meanScores(set.queries.map((query) => scoreRanking(rank(query.query, query.exclude)['body+title'], query.gold)));
    const expected = (JSON.parse(await read('set.json')) as { bm25: Record<RankingMetric, number> }).bm25;
    for (const [metric, value] of Object.entries(expected)) expect(Math.abs(scores[metric as RankingMetric] - value)).toBeLessThan(0.005);
  }, 60_000);
});
