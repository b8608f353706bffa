import type { DatabaseSync } from 'node:sqlite';
import { mergeSegments } from '@twinmcp/retrieval';
import type { LoadedIndex } from './loaded-index.ts';
import type { SegmentStore, StoredSegment } from './segment-store.ts';
import { VectorMatrix } from './vectors/vector-matrix.ts';

const SLICE_MS = 8;

/**
 * Merges segments into a new one in slices of a few milliseconds. The new blocks belong to no segment until the last
 * transaction swaps old for new, so a merge may die at any point and costs nothing but space.
 */
export class SegmentMerger {
  readonly #database: DatabaseSync;
  readonly #store: SegmentStore;
  readonly #loaded: LoadedIndex;
  readonly #segments: readonly StoredSegment[];

  constructor(database: DatabaseSync, store: SegmentStore, loaded: LoadedIndex, segments: readonly StoredSegment[]) {
    this.#database = database;
    this.#store = store;
    this.#loaded = loaded;
    this.#segments = segments;
  }

  /** Does nothing more once `stopped` says so. Others may write meanwhile, but not merge. */
  async run(transaction: (work: () => () => void) => void, nextSegment: () => number, stopped: () => boolean): Promise<void> {
    const sources = this.#segments.map((segment) => ({
      documents: segment.documents, live: Array.from(segment.documents.fileIds, (id) => this.#loaded.files.has(id)),
      blockCount: segment.firstTerms.length, readBlock: (block: number) => this.#store.readBlock(segment.id, block),
    }));
    const matrix = this.#mergeVectors(sources.map(({ live }) => live));
    let id = 0;
    transaction(() => ((id = nextSegment()), () => {}));
    let blocks = 0;
    const steps = mergeSegments(sources, (block) => this.#store.writeBlock(id, blocks++, block));
    let merged = { done: false, value: undefined } as ReturnType<typeof steps.next>;
    while (!merged.done) {
      transaction(() => {
        const sliceEnds = performance.now() + SLICE_MS;
        do merged = steps.next();
        while (!merged.done && performance.now() < sliceEnds);
        return () => {};
      });
      await new Promise((resolve) => setImmediate(resolve));
      if (stopped()) return this.#discard(transaction, id);
    }
    const segment = merged.value;
    if (segment === undefined) return;
    transaction(() => {
      const empty = segment.documents.fileIds.length === 0;
      if (!empty) this.#store.writeVectors(id, matrix);
      const stored = empty ? null : this.#store.writeSegment(id, segment);
      for (const old of this.#segments) this.#store.delete(old.id);
      return () => {
        for (const old of this.#segments) this.#loaded.removeSegment(old.id);
        if (stored !== null) this.#loaded.addSegment(stored, matrix);
      };
    });
  }

  #discard(transaction: (work: () => () => void) => void, id: number): void {
    if (this.#database.isOpen) transaction(() => (this.#store.delete(id), () => {}));
  }

  #mergeVectors(live: readonly (readonly boolean[])[]): VectorMatrix {
    const chunksOf = ({ documents }: StoredSegment, f: number) => [documents.firstChunk[f]!, documents.firstChunk[f + 1]!] as const;
    let rows = 0;
    this.#segments.forEach((segment, s) => live[s]!.forEach((alive, f) => (rows += alive ? chunksOf(segment, f)[1] - chunksOf(segment, f)[0] : 0)));
    const matrix = new VectorMatrix(rows, this.#loaded.dimensions);
    let row = 0;
    this.#segments.forEach((segment, s) => {
      const source = this.#loaded.matrix(segment);
      if (source === null) return; // none of its files is alive: see `isMergeable`
      live[s]!.forEach((alive, f) => {
        const [from, to] = chunksOf(segment, f);
        if (alive) for (let c = from; c < to; c++) matrix.copyRow(row++, source, c);
      });
    });
    return matrix;
  }
}
