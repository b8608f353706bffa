// Writes what the ranker sees of every labelled query: the hits of each channel, what git and the graph say, which files are right.
//   npx nx run-many -t build && node tools/ranking/collect.mjs <out folder> <set folder>…      # $TWINMCP_EVAL_REPOS as for `twinmcp eval`
// One JSON line a query. Features are made of these lines by tools/ranking/features.mjs, so a changed feature needs no new run of the engine.
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { astAnalysis } from '@twinmcp/contracts';
import { inProtocol, oldSideLines, readLabelledSet } from '@twinmcp/evaluation';
import { definitionHits, understandQuery } from '@twinmcp/context';
import { rankPlaces } from '@twinmcp/retrieval';
import { relateFiles } from '../../apps/context-assembly/dist/retrieval/relation-channel.js';
import { findDefinitions } from '../../apps/context-assembly/dist/retrieval/symbol-channel.js';
import { searchText } from '../../apps/context-assembly/dist/retrieval/text-channel.js';
import { TIMEOUT_MS, context, eachCommit, indexPassages, withEngine } from './engine.mjs';

const DEPTH = 1_000;
const [out, ...folders] = process.argv.slice(2);
await mkdir(out, { recursive: true });

for (const folder of folders) {
  const set = await readLabelledSet((name) => readFile(path.join(folder, name), 'utf8'), await readdir(folder));
  const lines = createWriteStream(path.join(out, `${set.name}.jsonl`));
  const started = performance.now();
  try {
    await withEngine((engine) => {
      const run = { ...engine, write: (row) => lines.write(`${JSON.stringify(row)}\n`) };
      return set.kind === 'passages' ? collectPassages(set, run) : collectHistory(set, run);
    });
  } finally {
    await new Promise((done) => lines.end(done));
  }
  console.log(`${set.name}: ${set.queries.length} queries, ${((performance.now() - started) / 1_000).toFixed(0)} s`);
}

/** All channels, whatever mode the product would choose: which of them to believe is what the ranker learns. */
async function evidenceOf(rpc, workspaceId, asked) {
  const query = asked.slice(0, 20_000);
  const scope = { workspaceId };
  const understanding = understandQuery(query);
  const [text, history, found] = await Promise.all([searchText(rpc, query, scope, DEPTH, context()), rpc.call(astAnalysis.findPastChanges, { workspaceId, query, limit: 100 }, context(), { timeoutMs: TIMEOUT_MS }), findDefinitions(rpc, understanding, scope, context())]);
  const definitions = found ? definitionHits(understanding, found.named, found.worded, text.lexical.length > 0) : [];
  const mentions = [...understanding.paths, ...understanding.frames.map((frame) => ({ path: frame.path, line: frame.line, endLine: null }))];
  const slim = (hit) => ({ ...hit, chunkId: undefined, fileHash: undefined });
  const input = { query, lexical: text.lexical.map(slim), dense: text.dense.map(slim), history: history.files.length > 0 ? { files: history.files.map(slim), coverage: history.coverage, commits: history.commits } : null, definitions, mentions };
  // Of the files that the shipped weights put first.
  const { relations, more } = await relateFiles(rpc, rankPlaces(input).places, scope, context());
  return { ...input, related: { relations: [...relations], more: more.map(slim) } };
}

async function collectPassages(set, run) {
  const { workspaceId, idOf } = await indexPassages(set, run);
  const fileOf = new Map([...idOf].map(([file, id]) => [id, file]));
  for (const query of set.queries) {
    run.write({ set: set.name, kind: set.kind, id: query.id, gold: query.gold.map((id) => fileOf.get(id)), exclude: [...query.exclude].map((id) => fileOf.get(id)).filter(Boolean), lines: {}, input: await evidenceOf(run.rpc, workspaceId, query.query) });
  }
}

async function collectHistory(set, run) {
  await eachCommit(set, run, async ({ workspaceId, commit, clone, labels, queries }) => {
    const files = (await clone.files(commit)).map((file) => file.path);
    const [src, all] = ['src', 'all'].map((protocol) => files.filter((file) => inProtocol(file, protocol, set.extensions)));
    for (const query of queries) {
      if (query.commit) await clone.assertAbsent(query.commit);
      const diff = query.commit === null ? null : await labels.changesOf(query.commit, commit);
      const gold = diff === null ? {} : Object.fromEntries([...oldSideLines(diff)].filter(([file]) => query.goldFiles.includes(file)));
      const input = await evidenceOf(run.rpc, workspaceId, query.query);
      const seen = new Set([...input.lexical, ...input.dense, ...(input.history?.files ?? []), ...input.related.more].map((hit) => hit.path));
      run.write({ set: set.name, kind: set.kind, id: query.id, gold: query.goldFiles, lines: gold, src: src.filter((file) => seen.has(file)), all: all.filter((file) => seen.has(file)), input });
    }
  });
}
