import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chunkIndexConformance } from '@twinmcp/vectorization';
import { SqliteChunkIndex } from './index.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'chunk-index-'));
let opened = 0;
afterAll(() => rmSync(directory, { recursive: true, force: true }));

chunkIndexConformance('sqlite', () => SqliteChunkIndex.open(path.join(directory, String(opened++), 'index.db'), { model: 'test', dimensions: 4 }));
