import { parentPort, workerData } from 'node:worker_threads';
import { analyzeText, decodeSource } from '@twinmcp/syntax';
import { analyzeSource } from './analyze-source.ts';
import { GrammarRuntime } from './grammar-runtime.ts';
import type { TreePlace } from './incremental/parse-kept.ts';
import { TreeCache } from './incremental/tree-cache.ts';
import type { AnalysisReply, AnalysisRequest, ThreadState, WorkerSettings } from './worker-messages.ts';

/** Wasm memory is never given back, so a thread that has parsed something huge is replaced. */
const RETIRE_ABOVE_BYTES = 256 * 1_048_576;

const settings = workerData as WorkerSettings;
const limits = { timeoutMs: settings.analysisTimeoutMs, maxFileBytes: settings.maxFileBytes };
const runtime = GrammarRuntime.start(settings.maxWorkerMemoryMb);
const trees = new TreeCache(settings.trees);
const port = parentPort!;

async function answer({ id, path, content, treeKey, failure }: AnalysisRequest): Promise<AnalysisReply> {
  if (failure !== null) return { id, analysis: asText(path, content, failure), reused: null, state: stateOf(0), retire: false };
  try {
    const grammars = await runtime;
    const place: TreePlace | undefined = treeKey === null ? undefined : { cache: trees, key: treeKey };
    const analysis = await analyzeSource(path, content, limits, grammars, place);
    return { id, analysis, reused: place?.reused ?? null, state: stateOf(grammars.memoryBytes), retire: grammars.memoryBytes > RETIRE_ABOVE_BYTES };
  } catch (error) {
    return { id, analysis: asText(path, content, reasonOf(error)), reused: null, state: stateOf(0), retire: true };
  }
}

function stateOf(memoryBytes: number): ThreadState {
  return { trees: trees.entries, treeBytes: trees.bytes, memoryBytes };
}

/** The wasm build aborts when it cannot grow its memory any more. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('Aborted') ? 'the parser gave up, most likely for lack of memory' : `the parser failed: ${message.slice(0, 200)}`;
}

function asText(path: string, content: Uint8Array, note: string): AnalysisReply['analysis'] {
  return analyzeText(path, decodeSource(content), { quality: 'degraded', note });
}

let last: Promise<unknown> = Promise.resolve();
port.on('message', (request: AnalysisRequest) => {
  last = last.then(async () => {
    const reply = await answer(request);
    const { links } = reply.analysis;
    port.postMessage(reply, links ? [links.buffer as ArrayBuffer] : []); // they are their buffer's only bytes
  });
});
