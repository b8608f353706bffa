import { workerData } from 'node:worker_threads';
import type { ChunkHit } from '@twinmcp/contracts';
import { serveThread } from '@twinmcp/sqlite';
import type { CountedFile } from '@twinmcp/vectorization';
import type { SqliteChunkIndex } from '../sqlite-chunk-index.ts';
import { SqliteIndexStore } from '../sqlite-index-store.ts';
import { CHUNKS_OF_A_PAGE, type IndexMethod, type IndexReset, type IndexThreadData } from './index-messages.ts';
import { packHits } from './packed-hits.ts';

interface Held {
  readonly index: SqliteChunkIndex;
  /** Closes it, and removes it when it is a copy. */
  readonly drop: () => Promise<void>;
}

const { root, model, dimensions } = workerData as IndexThreadData;
let keepSnapshots = 1;
const store = new SqliteIndexStore(root, { model, dimensions }, (workspaceId, reason) => tell({ workspaceId, reason } satisfies IndexReset), () => keepSnapshots);
const { maintenance } = store;
const held = new Map<number, Held>();
const readers = new Map<number, AsyncGenerator<CountedFile>>();
let last = 0;

const hold = (index: SqliteChunkIndex, drop = () => index.close()): { number: number } => {
  held.set(++last, { index, drop });
  return { number: last };
};
const indexOf = (number: number): SqliteChunkIndex => {
  const found = held.get(number);
  if (found === undefined) throw new Error('the index is not open');
  return found.index;
};

const METHODS: Readonly<Record<string, (...args: never[]) => unknown>> = {
  open: async (workspaceId: string) => hold(await store.open(workspaceId)),
  exists: (workspaceId: string) => store.exists(workspaceId),
  drop: (workspaceId: string) => store.drop(workspaceId),
  moveAside: (workspaceId: string, reason: string) => store.moveAside(workspaceId, reason),
  index: async (number: number, method: IndexMethod, args: readonly never[]) => {
    const answer = await (indexOf(number)[method] as (...given: readonly never[]) => unknown)(...args);
    return method === 'lexical' || method === 'dense' ? packHits(answer as ChunkHit[]) : answer;
  },
  close: async (number: number) => {
    const found = held.get(number);
    held.delete(number);
    await found?.drop();
  },
  createSnapshot: (keep: number, workspaceId: string, reason: string, spare: readonly string[]) => {
    keepSnapshots = keep;
    return maintenance.createSnapshot(workspaceId, reason, spare);
  },
  listSnapshots: (workspaceId: string) => maintenance.listSnapshots(workspaceId),
  restoreSnapshot: (workspaceId: string, id: string) => maintenance.restoreSnapshot(workspaceId, id),
  deleteSnapshot: (workspaceId: string, id: string) => maintenance.deleteSnapshot(workspaceId, id),
  openCopy: async (workspaceId: string) => {
    const { index, drop } = await maintenance.openCopy(workspaceId);
    return hold(index, drop);
  },
  openStaging: async (workspaceId: string) => hold(await maintenance.openStaging(workspaceId)),
  promoteStaging: (workspaceId: string) => maintenance.promoteStaging(workspaceId),
  dropStaging: (workspaceId: string) => maintenance.dropStaging(workspaceId),
  readOut: (number: number) => {
    readers.set(++last, indexOf(number).countedFiles());
    return last;
  },
  /** Null after the last page. */
  readPage: async (reader: number): Promise<CountedFile[] | null> => {
    const files = readers.get(reader)!;
    const page: CountedFile[] = [];
    for (let chunks = 0; chunks < CHUNKS_OF_A_PAGE; ) {
      const { done, value } = await files.next();
      if (done) break;
      page.push(value);
      chunks += value.chunks.length;
    }
    return page.length > 0 ? page : null;
  },
  endReading: async (reader: number) => {
    const files = readers.get(reader);
    readers.delete(reader);
    await files?.return(undefined);
  },
};

const tell = serveThread((method, args) => METHODS[method]!(...(args as never[])));
