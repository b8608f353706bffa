import { DomainError, newId } from '@twinmcp/kernel';
import type { Payload } from '../store/model.ts';
import { pointId } from '../store/point-id.ts';
import type { VectorStore } from '../store/vector-store.ts';

/** The one point that says what is committed and who writes. */
export interface IndexMeta {
  readonly committed: number;
  readonly generation: number;
  readonly files: number;
  readonly chunks: number;
  /** '' = nobody writes. */
  readonly owner: string;
  /** Until when the owner may write, milliseconds since the epoch. */
  readonly until: number;
  /** Names what this is the state of: another after a snapshot was restored or another collection took the place. */
  readonly epoch: string;
  /** Grows with every change of this point. */
  readonly revision: number;
}

export const META_ID = pointId('index meta');
const EMPTY = { committed: 0, generation: 0, files: 0, chunks: 0, owner: '', until: 0, revision: 0 };

export async function readMeta(store: VectorStore, collection: string): Promise<IndexMeta> {
  const [found] = await store.retrieve(collection, [META_ID]);
  if (!found) throw new DomainError('unavailable', `collection ${collection} has lost its meta point`);
  return found.payload as unknown as IndexMeta;
}

/** When it is not there. */
export async function insertMeta(store: VectorStore, collection: string): Promise<void> {
  await store.upsert(collection, [{ id: META_ID, vectors: {}, payload: { type: 'meta', ...EMPTY, epoch: newId('epoch') } }], { onlyWhere: { must: [{ ids: [] }] } });
}

/** Changes it if it is as it was read: of several writers one wins, `changed` tells which. The store sees the whole condition, so nothing is lost between reading and writing. */
export async function changeMeta(store: VectorStore, collection: string, read: IndexMeta, changes: Partial<IndexMeta>): Promise<{ readonly changed: boolean; readonly meta: IndexMeta }> {
  const wanted: IndexMeta = { ...read, ...changes, revision: read.revision + 1 };
  const { committed, generation, files, chunks, owner, until, revision } = wanted;
  const payload: Payload = { committed, generation, files, chunks, owner, until, revision };
  await store.setPayload(collection, payload, { filter: { must: [{ ids: [META_ID] }, { key: 'revision', equals: read.revision }] } });
  const meta = await readMeta(store, collection);
  return { changed: meta.revision === revision && meta.owner === owner && meta.until === until && meta.committed === committed, meta };
}

/** After what is stored was replaced as a whole: nobody's memory of it counts any more. */
export async function renewEpoch(store: VectorStore, collection: string): Promise<void> {
  await store.setPayload(collection, { epoch: newId('epoch') }, { ids: [META_ID] });
}
