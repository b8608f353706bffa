// What collect.mjs and redense.mjs share, and the collection of the mode selector: an engine of their own, and a labelled set indexed in it.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { astAnalysis } from '@twinmcp/contracts';
import { newCallContext } from '@twinmcp/messaging';
import { HistoryClone } from '../../apps/twinmcp/dist/eval/history-clone.js';
import { openLabelRepository } from '../../apps/twinmcp/dist/eval/label-repository.js';
import { writePassages } from '../../apps/twinmcp/dist/eval/passage-files.js';
import { startEngine } from '../../apps/twinmcp/dist/engine/start-engine.js';

export const TIMEOUT_MS = 120_000;
const signal = new AbortController().signal;

export function context() {
  return newCallContext({ timeoutMs: TIMEOUT_MS, signal });
}

/** `use({ rpc, work })` with an engine whose data are gone afterwards. */
export async function withEngine(use) {
  const work = await realpath(await mkdtemp(path.join(tmpdir(), 'twinmcp-ranking-')));
  const engine = await startEngine({ dataDir: path.join(work, 'data'), listen: 'none', watch: false, logLevel: 'error' });
  try {
    await use({ rpc: engine.rpc, work });
  } finally {
    await engine.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** The passages as files of one indexed workspace; `idOf`: file → passage. */
export async function indexPassages(set, { rpc, work }) {
  const root = path.join(work, 'corpus');
  const idOf = await writePassages(root, set.passages);
  return { workspaceId: await indexFolder(root, rpc), idOf };
}

/** A folder as an indexed workspace. */
export async function indexFolder(root, rpc) {
  const workspaceId = await register(rpc, root);
  await index(rpc, workspaceId);
  return workspaceId;
}

/** Each commit (or every n-th) that a question of the set is asked at, indexed: `visit({ workspaceId, commit, clone, labels, queries })`, oldest first. */
export async function eachCommit(set, { rpc, work }, visit, every = 1) {
  const { labels, location } = await openLabelRepository(set, { repository: null, env: process.env, folder: work, signal, progress: () => {} });
  const order = await labels.oldestFirst(set.queries.map((query) => query.parentCommit));
  const clone = await HistoryClone.create(path.join(work, 'tree'), location, process.env, signal);
  let workspaceId = null;
  for (const [i, commit] of order.entries()) {
    if (i % every !== 0) continue;
    await clone.moveTo(commit);
    workspaceId ??= await register(rpc, clone.folder);
    await index(rpc, workspaceId);
    await visit({ workspaceId, commit, clone, labels, queries: set.queries.filter(({ parentCommit }) => parentCommit === commit) });
  }
}

async function register(rpc, root) {
  const { workspace } = await rpc.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } }, context());
  return workspace.id;
}

async function index(rpc, workspaceId) {
  const { job } = await rpc.call(astAnalysis.submitIndex, { workspaceId }, context());
  for (let wait = 2; ; wait = Math.min(100, wait * 1.5)) {
    const { job: current } = await rpc.call(astAnalysis.getJob, { jobId: job.id }, context());
    if (current.state === 'succeeded') return;
    if (current.state === 'failed' || current.state === 'cancelled') throw new Error(`indexing ${current.state}: ${current.error?.message}`);
    await new Promise((resume) => setTimeout(resume, wait));
  }
}
