// What the learnt ranking costs beside the fusion alone.
//   node --conditions=twinmcp-source libs/domain/retrieval/src/ranking/rank-places.bench.ts
import { collectCandidates, fuse } from '../fusion/fuse.ts';
import type { ChannelHit } from '../fusion/model.ts';
import { chooseFiles } from './choose-files.ts';
import { featureRows } from './features.ts';
import { groupEvidence } from './file-evidence.ts';
import { rankPlaces } from './rank-places.ts';
import { kindsOf, scoreFiles } from './ranker.ts';
import { RANKER_WEIGHTS } from './ranker-weights.ts';

const ROUNDS = 400;
const QUERY = 'Reject a request whose content-length header does not match the size of its parsed body, and say so in the reply';
const word = (n: number) => `${['parse', 'header', 'reply', 'body', 'request', 'route', 'hook', 'length'][n % 8]}${['Size', 'Content', 'Error', 'Match', 'Limit'][n % 5]}${n % 37}`;
const hits = (count: number, from: number): ChannelHit[] => Array.from({ length: count }, (_, i) => ({
  chunkId: String(i), path: `src/part${(i * 7 + from) % 160}/${word(i)}.ts`, language: 'typescript', fileHash: 'h', kind: 'symbol', symbol: `Class${i % 50}.${word(i + from)}`,
  startLine: 1 + 20 * (i % 9), endLine: 18 + 20 * (i % 9), score: 40 / (1 + i / 20), parts: [20, 4, 30 / (1 + i / 30), 5, 0.5],
}));
/** Processor time, so that a busy machine does not show. */
const time = (label: string, work: () => unknown) => {
  for (let i = 0; i < ROUNDS / 4; i++) work();
  const before = process.cpuUsage();
  for (let i = 0; i < ROUNDS; i++) work();
  const { user, system } = process.cpuUsage(before);
  console.log(`${label}: ${((user + system) / 1_000 / ROUNDS).toFixed(3)} ms`);
};

for (const depth of [150, 1_000]) {
  const input = { query: QUERY, lexical: hits(depth, 0), dense: hits(Math.min(200, depth), 3), history: { files: [], coverage: 0, commits: 10 }, definitions: [] };
  time(`${depth} hits a channel, fusion alone`, () => fuse(input));
  time(`${depth} hits a channel, fusion and learnt ranking`, () => rankPlaces(input));
  const candidates = collectCandidates(input);
  const chosen = chooseFiles(fuse(input), candidates.values());
  const files = groupEvidence(candidates.values()).filter(({ path }) => chosen.has(path));
  const rows = featureRows(QUERY, files);
  time(`  ${files.length} files: features without names`, () => featureRows(QUERY, files, () => false));
  time(`  ${files.length} files: features`, () => featureRows(QUERY, files));
  time(`  ${files.length} files: weights alone`, () => scoreFiles(rows, rows.map(() => 0.5), kindsOf(rows[0]!, true), RANKER_WEIGHTS));
}
