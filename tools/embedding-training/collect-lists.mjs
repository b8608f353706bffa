// Writes the lists of every channel for every labelled question, for worth.mjs: what tools/ranking/collect.mjs does, without
// asking the graph, which takes most of its time and says nothing about vectors.
//   npx nx run-many -t build && node tools/embedding-training/collect-lists.mjs <out folder> <set folder>…      # $TWINMCP_EVAL_REPOS as for `twinmcp eval`
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { definitionHits, understandQuery } from '@twinmcp/context';
import { astAnalysis } from '@twinmcp/contracts';
import { inProtocol, readLabelledSet } from '@twinmcp/evaluation';
import { newCallContext } from '@twinmcp/messaging';
import { findDefinitions } from '../../apps/context-assembly/dist/retrieval/symbol-channel.js';
import { searchText } from '../../apps/context-assembly/dist/retrieval/text-channel.js';
import { startEngine } from '../../apps/twinmcp/dist/engine/start-engine.js';
import { HistoryClone } from '../../apps/twinmcp/dist/eval/history-clone.js';
import { openLabelRepository } from '../../apps/twinmcp/dist/eval/label-repository.js';
import { writePassages } from '../../apps/twinmcp/dist/eval/passage-files.js';

const [LIST, LONGEST_QUESTION, TIMEOUT_MS] = [1_000, 20_000, 120_000];
const signal = new AbortController().signal;
const context = () => newCallContext({ timeoutMs: TIMEOUT_MS, signal });
const [out, ...folders] = process.argv.slice(2);
if (folders.length === 0) throw new Error('usage: collect-lists.mjs <out folder> <set folder>…');
await mkdir(out, { recursive: true });
for (const folder of folders) {
  const set = await readLabelledSet((name) => readFile(path.join(folder, name), 'utf8'), await readdir(folder));
  const work = await realpath(await mkdtemp(path.join(tmpdir(), 'twinmcp-lists-')));
  const engine = await startEngine({ dataDir: path.join(work, 'data'), listen: 'none', watch: false, logLevel: 'error' });
  const lines = createWriteStream(path.join(out, `${set.name}.jsonl`));
  const started = performance.now();
  try {
    for await (const record of set.kind === 'passages' ? ofPassages(set, engine.rpc, work) : ofHistory(set, engine.rpc, work)) lines.write(`${JSON.stringify({ set: set.name, kind: set.kind, ...record })}\n`);
  } finally {
    await new Promise((done) => lines.end(done));
    await engine.close();
    await rm(work, { recursive: true, force: true });
  }
  console.log(`${set.name}: ${set.queries.length} questions, ${((performance.now() - started) / 1_000).toFixed(0)} s`);
}

async function* ofPassages(set, rpc, work) {
  const root = path.join(work, 'corpus');
  const fileOf = new Map([...(await writePassages(root, set.passages))].map(([file, id]) => [id, file]));
  const workspaceId = await register(rpc, root);
  await index(rpc, workspaceId);
  for (const { id, query, gold, exclude } of set.queries) {
    yield { id, gold: gold.map((one) => fileOf.get(one)), exclude: [...exclude].flatMap((one) => fileOf.get(one) ?? []), input: await listsOf(rpc, workspaceId, query) };
  }
}

async function* ofHistory(set, rpc, work) {
  const { labels, location } = await openLabelRepository(set, { repository: null, env: process.env, folder: work, signal, progress: () => {} });
  const clone = await HistoryClone.create(path.join(work, 'tree'), location, process.env, signal);
  let workspaceId = null;
  for (const commit of await labels.oldestFirst(set.queries.map((query) => query.parentCommit))) {
    await clone.moveTo(commit);
    workspaceId ??= await register(rpc, clone.folder);
    await index(rpc, workspaceId);
    const src = (await clone.files(commit)).map((file) => file.path).filter((file) => inProtocol(file, 'src', set.extensions));
    for (const query of set.queries.filter(({ parentCommit }) => parentCommit === commit)) {
      if (query.commit) await clone.assertAbsent(query.commit);
      yield { id: query.id, gold: query.goldFiles, src, input: await listsOf(rpc, workspaceId, query.query) };
    }
  }
}

async function register(rpc, root) {
  return (await rpc.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } }, context())).workspace.id;
}

async function index(rpc, workspaceId) {
  const { job } = await rpc.call(astAnalysis.submitIndex, { workspaceId }, context());
  for (;;) {
    const { job: current } = await rpc.call(astAnalysis.getJob, { jobId: job.id }, context());
    if (current.state === 'succeeded') return;
    if (current.state === 'failed' || current.state === 'cancelled') throw new Error(`indexing ${current.state}: ${current.error?.message}`);
    await new Promise((resume) => setTimeout(resume, 10));
  }
}

/** What `fuse` takes. */
async function listsOf(rpc, workspaceId, asked) {
  const query = asked.slice(0, LONGEST_QUESTION);
  const understanding = understandQuery(query);
  const [text, history, found] = await Promise.all([
    searchText(rpc, query, { workspaceId }, LIST, context()),
    rpc.call(astAnalysis.findPastChanges, { workspaceId, query, limit: 100 }, context(), { timeoutMs: TIMEOUT_MS }),
    findDefinitions(rpc, understanding, { workspaceId }, context()),
  ]);
  const definitions = found ? definitionHits(understanding, found.named, found.worded, text.lexical.length > 0) : [];
  const mentions = [...understanding.paths, ...understanding.frames.map((frame) => ({ path: frame.path, line: frame.line, endLine: null }))];
  return { query, lexical: text.lexical, dense: text.dense, history: history.files.length > 0 ? history : null, definitions, mentions };
}
