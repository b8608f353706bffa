import { Registry } from 'prom-client';
import { IndexMetrics } from './index-metrics.ts';
import { MemoryChunkIndex, IndexDamagedError, type ChunkIndex, type ChunkIndexStore } from '@twinmcp/vectorization';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { IndexRegistry } from './index-registry.ts';
import { SearchChunks } from './search-chunks.usecase.ts';

const provider = new StaticCodeEmbedder();

class RecordingStore implements ChunkIndexStore {
  readonly events: string[] = [];
  readonly open = async (id: string): Promise<ChunkIndex> => {
    this.events.push(`open ${id}`);
    const index = new MemoryChunkIndex(provider);
    index.close = async () => void this.events.push(`close ${id}`);
    return index;
  };
  readonly exists = async (id: string) => this.events.includes(`open ${id}`);
  readonly drop = async (id: string) => Boolean(this.events.push(`drop ${id}`));
  readonly moveAside = async (id: string) => void this.events.push(`aside ${id}`);
}

describe('IndexRegistry', () => {
  it('opens once, keeps few open, closes the one unused longest', async () => {
    const store = new RecordingStore();
    const registry = new IndexRegistry(store, provider, 2);
    for (const id of ['a', 'b', 'a', 'c', 'a']) await registry.use(id, async () => {});
    await registry.close();
    expect(store.events).toEqual(['open a', 'open b', 'open c', 'close b', 'close c', 'close a']);
  });

  it('closes nothing that is in use', async () => {
    const store = new RecordingStore();
    const registry = new IndexRegistry(store, provider, 1);
    let release = () => {};
    const using = registry.use('a', () => new Promise<void>((resolve) => (release = resolve)));
    await registry.use('b', async () => {});
    const dropping = registry.drop('a');
    expect(store.events).not.toContain('close a');
    release();
    await using;
    expect(await dropping).toBe(true);
    expect(store.events.slice(-2)).toEqual(['close a', 'drop a']);
    await registry.use('a', async () => {});
    expect(store.events.filter((event) => event === 'open a')).toHaveLength(2);
    await registry.close();
  });

  it('moves a damaged index aside and opens an empty one the next time', async () => {
    const store = new RecordingStore();
    const registry = new IndexRegistry(store, provider);
    await expect(registry.use('a', async () => Promise.reject(new IndexDamagedError('torn page')))).rejects.toMatchObject({ code: 'workspace-not-indexed' });
    await registry.use('a', async () => {});
    expect(store.events).toEqual(['open a', 'close a', 'aside a', 'open a']);
    await registry.close();
  });

  it('tries again after an index could not be opened', async () => {
    const store = new RecordingStore();
    const { open } = store;
    let fail = true;
    Object.assign(store, { open: async (id: string) => (fail ? Promise.reject(new Error('no')) : open(id)) });
    const registry = new IndexRegistry(store, provider);
    await expect(registry.use('a', async () => {})).rejects.toThrow('no');
    fail = false;
    await registry.use('a', async () => {});
    await registry.close();
  });
});

describe('SearchChunks', () => {
  const setUp = async (broken: Partial<ChunkIndex>) => {
    const store = new RecordingStore();
    const registry = new IndexRegistry(store, provider);
    await registry.use('a', async ({ index, vectorize }) => {
      await vectorize.replace([{ path: 'a.ts', language: 'typescript', fileHash: 'h', lines: 1, bytes: 1, part: 0, last: true, chunks: [{ id: '1', kind: 'text', symbol: null, symbolKind: null, header: '', startLine: 1, endLine: 1, text: 'alpha' }] }]);
      Object.assign(index, broken);
    });
    return new SearchChunks(registry, provider, new IndexMetrics(new Registry(), 'sqlite'));
  };
  const input = { workspaceId: 'a', query: 'alpha', channels: ['lexical' as const, 'dense' as const], limit: 10 };
  const fail = async () => Promise.reject(new Error('torn page'));

  it('answers with the channel that works and names the other', async () => {
    const found = await (await setUp({ dense: fail })).execute(input, {});
    expect(found).toMatchObject({ degraded: [{ channel: 'dense', reason: 'torn page' }], dense: [] });
    expect(found.lexical).toHaveLength(1);
  });

  it('fails when no channel works', async () => {
    await expect((await setUp({ dense: fail, lexical: fail })).execute(input, {})).rejects.toMatchObject({ code: 'unavailable' });
  });
});
