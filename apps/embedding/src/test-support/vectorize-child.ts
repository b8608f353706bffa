// A process that vectorises a directory of plans with the real index and the real model, and writes down what it does, for
// tests that kill it. Arguments: data directory, root, pause after each batch of texts in ms. Lines of <data>/log: `S <n> <texts>` and `A <n>` = a message of
// files was sent and acknowledged, `E <hash>` = a text went to the model.
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { contentHash, sleep } from '@twinmcp/kernel';
import { SqliteIndexStore } from '@twinmcp/sqlite-index';
import { SqliteSyntaxStore } from '@twinmcp/sqlite-store';
import { PlainTextAnalyzer } from '@twinmcp/syntax';
import { DirectorySource } from '@twinmcp/workspace-fs';
import { IndexingRun } from '@twinmcp/workspaces';
import { IndexRegistry } from '../index-registry.ts';

const [dataDir, root, pause] = process.argv.slice(2) as [string, string, string];
mkdirSync(dataDir, { recursive: true });
const log = (line: string) => appendFileSync(path.join(dataDir, 'log'), `${line}\n`);
const workspaceId = 'plans';

class WatchedEmbedder extends StaticCodeEmbedder {
  override async embed(texts: readonly string[], kind: 'query' | 'document', signal?: AbortSignal): Promise<Float32Array[]> {
    log(texts.map((text) => `E ${contentHash(text).slice(0, 16)}`).join('\n'));
    const vectors = await super.embed(texts, kind, signal);
    if (Number(pause) > 0) await sleep(Number(pause));
    return vectors;
  }
}

const provider = new WatchedEmbedder();
const registry = new IndexRegistry(new SqliteIndexStore(path.join(dataDir, 'embedding'), provider), provider);
const store = new SqliteSyntaxStore({ file: path.join(dataDir, 'syntax.sqlite') });
let message = 0;
const sink = {
  stats: () => registry.use(workspaceId, ({ index }) => index.stats()),
  listFiles: (after: string, limit: number) => registry.use(workspaceId, async ({ index }) => {
    const files = await index.listFiles(after, limit + 1);
    return { files: files.slice(0, limit), more: files.length > limit };
  }),
  upsert: async (files: Parameters<ConstructorParameters<typeof IndexingRun>[0]['sink']['upsert']>[0]) => {
    const n = `${process.pid}.${message++}`;
    log(`S ${n} ${files.reduce((sum, file) => sum + file.chunks.length, 0)}`);
    await registry.use(workspaceId, ({ vectorize }) => vectorize.replace(files));
    log(`A ${n}`);
  },
  delete: (paths: readonly string[]) => registry.use(workspaceId, async ({ vectorize }) => void (await vectorize.delete(paths))),
  publish: (generation: number) => registry.use(workspaceId, ({ vectorize }) => vectorize.publish(generation)),
};
const summary = await new IndexingRun({ source: new DirectorySource({ root }), analyzer: new PlainTextAnalyzer(), store, sink }, { batchBytes: 128 * 1024, batchFiles: 64 }).execute();
await registry.close();
await store.close();
process.stdout.write(`${JSON.stringify(summary)}\n`);
