// A process that indexes a directory and reports each committed batch, for tests that kill it. Arguments: data directory, root, delay of each batch in ms.
import path from 'node:path';
import { PlainTextAnalyzer } from '@twinmcp/syntax';
import { DirectorySource } from '@twinmcp/workspace-fs';
import { SqliteSyntaxStore } from '@twinmcp/sqlite-store';
import { IndexingRun } from '@twinmcp/workspaces';
import { FileChunkSink } from './file-chunk-sink.ts';

const [dataDir, root, delay] = process.argv.slice(2) as [string, string, string];
const store = new SqliteSyntaxStore({ file: path.join(dataDir, 'syntax.sqlite') });
const sink = new FileChunkSink(path.join(dataDir, 'chunks'), Number(delay), () => process.stdout.write('batch\n'));
const summary = await new IndexingRun({ source: new DirectorySource({ root }), analyzer: new PlainTextAnalyzer(), store, sink }, { batchFiles: 5 }).execute();
process.stdout.write(`${JSON.stringify(summary)}\n`);
await store.close();
