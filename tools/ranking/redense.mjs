// Rows of collect.mjs with the hits of another embedding model in place of the old ones, all else as it was:
//   npx nx run-many -t build && node tools/ranking/redense.mjs <collected> <out folder> <set folder>…      # $TWINMCP_EVAL_REPOS as for `twinmcp eval`
// The build decides about the model. Rows that the out folder holds already are kept, so a run that was stopped goes on.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { embedding } from '@twinmcp/contracts';
import { readLabelledSet } from '@twinmcp/evaluation';
import { context, eachCommit, indexPassages, withEngine } from './engine.mjs';

const [from, out, ...folders] = process.argv.slice(2);
if (folders.length === 0) throw new Error('usage: redense.mjs <collected> <out folder> <set folder>…');
await mkdir(out, { recursive: true });

for (const folder of folders) {
  const whole = await readLabelledSet((name) => readFile(path.join(folder, name), 'utf8'), await readdir(folder));
  const file = path.join(out, `${whole.name}.jsonl`);
  const done = new Set((await rowsOf(file)).map(({ id }) => id));
  const rows = new Map((await rowsOf(path.join(from, `${whole.name}.jsonl`))).map((row) => [row.id, row]));
  const set = { ...whole, queries: whole.queries.filter(({ id }) => rows.has(id) && !done.has(id)) };
  if (set.queries.length === 0) continue;
  const lines = createWriteStream(file, { flags: 'a' });
  const started = performance.now();
  const renew = async (rpc, workspaceId, query) => {
    const row = rows.get(query.id);
    lines.write(`${JSON.stringify({ ...row, input: { ...row.input, dense: await denseHits(rpc, workspaceId, row) } })}\n`);
  };
  try {
    await withEngine(async (engine) => {
      if (set.kind === 'passages') {
        const { workspaceId } = await indexPassages(set, engine);
        for (const query of set.queries) await renew(engine.rpc, workspaceId, query);
      } else {
        await eachCommit(set, engine, async ({ workspaceId, queries }) => {
          for (const query of queries) await renew(engine.rpc, workspaceId, query);
        });
      }
    });
  } finally {
    await new Promise((end) => lines.end(end));
  }
  console.log(`${set.name}: ${set.queries.length} queries, ${((performance.now() - started) / 1_000).toFixed(0)} s`);
}

/** As many hits as the row had: 200 in rows of a whole set. */
async function denseHits(rpc, workspaceId, { input }) {
  const limit = Math.max(200, input.dense.length);
  const { dense } = await rpc.call(embedding.search, { workspaceId, query: input.query, channels: ['dense'], limit }, context());
  return dense.map((hit) => ({ ...hit, chunkId: undefined, fileHash: undefined }));
}

/** Empty where there is no such file; the last line of a run that was stopped is no row. */
async function rowsOf(file) {
  const rows = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      try {
        rows.push(JSON.parse(line));
      } catch {
        continue;
      }
    }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return rows;
}
