// Makes the rows that the ranker is trained on from what collect.mjs wrote.
//   node --conditions=twinmcp-source tools/ranking/features.mjs <collected folder> <out folder>
// Writes <set>.f32 (rows of FEATURES, 32-bit floats) and <set>.json: queries with their rows, which file is right, in which protocol it counts.
import { createReadStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { FEATURES, chooseFiles, collectCandidates, featureRows, fuse, groupEvidence } from '@twinmcp/retrieval';

const [from, out] = process.argv.slice(2);
await mkdir(out, { recursive: true });
for (const name of await readdir(from)) {
  if (!name.endsWith('.jsonl')) continue;
  const queries = [];
  const parts = [];
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path.join(from, name)), crlfDelay: Infinity })) {
    let record;
    try {
      record = JSON.parse(line);
    } catch {
      continue; // a run that is not done yet
    }
    const { input, gold, exclude = [], src, all, id } = record;
    const candidates = collectCandidates(input);
    const order = new Map([...chooseFiles(fuse(input), candidates.values())].map(([file, { score }], rank) => [file, { rank, score }]));
    const files = groupEvidence(candidates.values()).filter((file) => order.has(file.path));
    const [right, left, inSrc, inAll] = [new Set(gold), new Set(exclude), src && new Set(src), all && new Set(all)];
    queries.push({
      id, from: count, gold: gold.length,
      files: files.map((file) => ({ path: file.path, rank: order.get(file.path).rank, score: order.get(file.path).score, right: right.has(file.path), src: inSrc ? inSrc.has(file.path) : !left.has(file.path), all: inAll ? inAll.has(file.path) : !left.has(file.path) })),
    });
    const rows = featureRows(input.query, files);
    count += rows.length;
    for (const row of rows) parts.push(Float32Array.from(row));
  }
  const values = new Float32Array(count * FEATURES.length);
  parts.forEach((row, i) => values.set(row, i * FEATURES.length));
  const set = name.slice(0, -'.jsonl'.length);
  await writeFile(path.join(out, `${set}.f32`), new Uint8Array(values.buffer));
  await writeFile(path.join(out, `${set}.json`), JSON.stringify({ set, features: FEATURES, queries }));
  console.log(`${set}: ${queries.length} queries, ${count} rows`);
}
