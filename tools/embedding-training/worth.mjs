// What the vectors are worth in the hybrid: MRR of the same fusion with them, without them and of them alone, from one collection.
//   npx nx run-many -t build && node tools/embedding-training/collect-lists.mjs <folder> <set folder>…
//   node --conditions=twinmcp-source tools/embedding-training/worth.mjs <folder> [weight of the dense channel]…
// Interval: 95 %, bootstrap over the questions, both rankings of a question together. Histories by protocol `src`.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULT_WEIGHTS, fuse, groupByFile } from '@twinmcp/retrieval';

const ROUNDS = 2_000;
const [folder, ...given] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: worth.mjs <collected folder> [weight]…');
const weights = given.length > 0 ? given.map(Number) : [DEFAULT_WEIGHTS.dense];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function reciprocalRank({ gold, exclude = [], src }, ranking) {
  const [right, counted, left] = [new Set(gold), src && new Set(src), new Set(exclude)];
  const files = ranking.map((place) => place.path).filter((file) => (counted ? counted.has(file) : !left.has(file)));
  const at = files.findIndex((file) => right.has(file));
  return at < 0 ? 0 : 1 / (at + 1);
}

function rankings(input) {
  const ranked = (given, dense) => groupByFile(fuse(given, { ...DEFAULT_WEIGHTS, dense }));
  return { without: ranked({ ...input, dense: [] }, 0), alone: groupByFile(fuse({ ...input, lexical: [], history: null, definitions: [], mentions: [] })), with: weights.map((weight) => ranked(input, weight)) };
}

/** Of the ratio of two means over the same questions. */
function interval(withVectors, without) {
  let state = 1;
  const below = (n) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % n;
  const ratios = Array.from({ length: ROUNDS }, () => {
    let [a, b] = [0, 0];
    for (let i = 0; i < without.length; i++) {
      const k = below(without.length);
      a += withVectors[k];
      b += without[k];
    }
    return a / b;
  }).sort((a, b) => a - b);
  return [ratios[Math.floor(ROUNDS * 0.025)], ratios[Math.floor(ROUNDS * 0.975)]];
}

const three = (value) => value.toFixed(3);
const rows = { histories: [], passages: [] };
for (const file of (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()) {
  const found = [];
  for await (const line of createInterface({ input: createReadStream(path.join(folder, file)), crlfDelay: Infinity })) {
    const record = JSON.parse(line);
    const { without, alone, with: withVectors } = rankings(record.input);
    found.push({ without: reciprocalRank(record, without), alone: reciprocalRank(record, alone), with: withVectors.map((ranking) => reciprocalRank(record, ranking)), kind: record.kind });
  }
  if (found.length === 0) continue;
  const without = found.map((one) => one.without);
  const parts = weights.map((weight, i) => {
    const values = found.map((one) => one.with[i]);
    return `${weight}: ${three(mean(values))} (× ${three(mean(values) / mean(without))} [${interval(values, without).map(three).join(', ')}])`;
  });
  console.log(`${file.slice(0, -'.jsonl'.length)}: ${found.length} questions, without vectors ${three(mean(without))}, vectors alone ${three(mean(found.map((one) => one.alone)))}, with weight ${parts.join(', ')}`);
  rows[found[0].kind === 'passages' ? 'passages' : 'histories'].push([mean(without), ...weights.map((_, i) => mean(found.map((one) => one.with[i])))]);
}
for (const [kind, means] of Object.entries(rows)) {
  if (means.length === 0) continue;
  const [without, ...withVectors] = means[0].map((_, i) => mean(means.map((row) => row[i])));
  console.log(`mean of ${means.length} ${kind}: without ${three(without)}, ${weights.map((weight, i) => `with ${weight}: ${three(withVectors[i])} (× ${three(withVectors[i] / without)})`).join(', ')}`);
}
