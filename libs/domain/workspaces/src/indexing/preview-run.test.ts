import { PlainTextAnalyzer } from '@twinmcp/syntax';
import { MemoryChunkSink } from '../memory/memory-chunk-sink.ts';
import { MemorySource } from '../memory/memory-source.ts';
import { MemorySyntaxStore } from '../memory/memory-syntax-store.ts';
import { IndexingRun } from './indexing-run.ts';
import { previewRun } from './preview-run.ts';

describe('a preview', () => {
  it('says what a run would do, and does nothing', async () => {
    const source = new MemorySource().write('a.ts', 'export const a = 1;\n').write('b.md', '# B\n\nwords\n');
    const ports = { source, store: new MemorySyntaxStore(), sink: new MemoryChunkSink(), analyzer: new PlainTextAnalyzer() };
    expect(await previewRun(ports)).toMatchObject({ generation: 0, files: 2, added: 2, changed: 0, removed: 0, unchanged: 0, languages: { typescript: 1, markdown: 1 }, because: null });
    expect((await ports.sink.stats()).files).toBe(0);
    await new IndexingRun(ports).execute();
    expect(await previewRun(ports)).toMatchObject({ generation: 1, added: 0, changed: 0, removed: 0, unchanged: 2, bytes: 0 });
    expect(await previewRun(ports, { full: true })).toMatchObject({ changed: 2, because: 'everything was asked for' });
    source.files.delete('b.md');
    source.write('a.ts', 'export const a = 2;\n').write('c.ts', 'export const c = 3;\n');
    expect(await previewRun(ports)).toMatchObject({ added: 1, changed: 1, removed: 1, languages: { typescript: 2 } });
    await ports.sink.delete(['a.ts']);
    expect(await previewRun(ports)).toMatchObject({ because: 'the index and the files differ' });
    expect(await previewRun({ ...ports, analyzer: Object.assign(new PlainTextAnalyzer(), { version: 'other' }) })).toMatchObject({ changed: 1, because: 'the analyser is another one than that of the index' });
  });
});
