export type Channel = 'symbol' | 'lexical' | 'dense' | 'history' | 'graph';

/** Lines of a file, and what stands there. */
interface Place {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly kind: string;
  readonly symbol: string | null;
  readonly startLine: number;
  readonly endLine: number;
}

/** A chunk as one channel ranked it; `score` in the channel's own units, lists ordered best first. */
export interface ChannelHit extends Place {
  readonly chunkId: string;
  readonly score: number;
  /** What a lexical score was made of, as `packParts` gives it; not every index can tell. */
  readonly parts?: readonly number[];
}

/** A definition that the question named. */
export interface DefinitionHit {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly qualifiedName: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly nameLine: number;
  /** 0..1: how well the name matches × how sure it is that the asker meant a symbol. */
  readonly strength: number;
}

/** A file, and perhaps lines of it, that the question named. `path` may be only the end of the real path. */
export interface PlaceMention {
  readonly path: string;
  readonly line: number | null;
  readonly endLine: number | null;
}

/** A file that commits with messages like the question touched. */
export interface PastFileHit {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly lines: number;
  readonly score: number;
}

export interface PastHits {
  /** Best first. */
  readonly files: readonly PastFileHit[];
  /** 0..1: how much of the question the best commit speaks of. */
  readonly coverage: number;
  /** Commits that were read. */
  readonly commits?: number;
}

export interface FusedPlace extends Place {
  /** 0..1 over the channels that took part. */
  readonly score: number;
  /** Best evidence first in the fixed order symbol, lexical, dense, history. */
  readonly sources: readonly Channel[];
}

export interface FusionWeights {
  readonly lexical: number;
  readonly dense: number;
  readonly history: number;
  readonly symbol: number;
  readonly mention: number;
}
