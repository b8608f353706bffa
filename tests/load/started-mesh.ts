import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { startMesh, type Mesh } from 'twinmcp';
import { fetchCorpus } from '../../tools/bench/fetch-corpus.ts';
import { HttpClient } from './http-client.ts';
import { finished } from './scenarios.ts';

export type CorpusName = 'all' | 'thousand-files';

/** The folder of the pinned corpus of `npm run bench`; fetched once. */
export function corpusFolder(name: CorpusName): string {
  const corpus = fetchCorpus(process.env['BENCH_CACHE_DIR'] ?? path.join(homedir(), '.cache', 'twinmcp-bench'));
  return name === 'all' ? corpus.root : corpus.thousandFiles;
}

/** The mesh of six processes and nats-server on data of its own, gone afterwards. Needs the build. */
export async function startTemporaryMesh(onLine?: (name: string, line: string) => void): Promise<{ mesh: Mesh; dataDir: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'twinmcp-load-'));
  try {
    const mesh = await startMesh({ dataDir, onLine });
    return {
      mesh,
      dataDir,
      stop: async () => {
        await mesh.stop();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

export interface Indexed {
  readonly workspaceId: string;
  readonly summary: { readonly files: number; readonly bytes: number; readonly chunks: number; readonly symbols: number };
}

/** Registers a folder and waits until it is indexed. */
export async function indexFolder(client: HttpClient, root: string): Promise<Indexed> {
  const { workspace } = await client.json<{ workspace: { id: string } }>('POST', '/v1/workspaces', { source: { kind: 'directory', root } });
  const { job } = await client.json<{ job: { id: string } }>('POST', `/v1/workspaces/${workspace.id}/index`, {});
  const state = await finished(client, job.id);
  const done = await client.json<{ job: { summary: Indexed['summary']; error: unknown } }>('GET', `/v1/jobs/${job.id}`);
  if (state !== 'succeeded') throw new Error(`Indexing ${root} ended as ${state}: ${JSON.stringify(done.job.error)}`);
  return { workspaceId: workspace.id, summary: done.job.summary };
}
