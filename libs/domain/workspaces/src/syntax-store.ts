import type { SkipReason, SkippedFile } from '@twinmcp/contracts';
import type { FileLayout } from './text/file-layout.ts';

/** One indexed file. */
export interface ManifestEntry {
  readonly path: string;
  /** `SourceEntry.version` it was read at. */
  readonly version: string;
  /** Content hash of the raw bytes. */
  readonly hash: string;
  readonly language: string;
  readonly lines: number;
  readonly bytes: number;
  readonly quality: 'full' | 'degraded' | 'text';
  /** What kept it from a full analysis, null when nothing did (a plain text has no grammar, and that is no issue). */
  readonly issue: SkipReason | null;
  /** More on the issue; never text of the file. */
  readonly note: string | null;
  readonly symbols: number;
  readonly chunks: number;
}

/** What is kept of a symbol: names and places. No signature, no doc comment, no text (HM-7). */
export interface StoredSymbol {
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly nameLine: number;
  readonly container: string | null;
  readonly exported: boolean;
  readonly visibility: 'public' | 'protected' | 'private' | null;
}

export interface IndexedFile {
  readonly entry: ManifestEntry;
  readonly symbols: readonly StoredSymbol[];
  /** `FileLinks` as `encodeLinks` writes them: what the code graph needs of the file. Null or absent when it has none. */
  readonly links?: Uint8Array | null;
  /** Null or absent for a file that has to be read whole. */
  readonly layout?: FileLayout | null;
}

/** A file that its content keeps out of the index. Remembered with its version, so that it is not read again until it changes. */
export interface ContentSkip extends SkippedFile {
  readonly version: string;
}

export interface StoreState {
  /** 0 = nothing was ever published. */
  readonly generation: number;
  /** A run began and did not publish: the chunk index may hold what the manifest does not know. */
  readonly pending: boolean;
  /** Which analyser the entries were made with. */
  readonly analysis: string;
  readonly commit: string | null;
  readonly publishedAt: number | null;
}

export interface StoreTotals {
  readonly files: number;
  readonly bytes: number;
  readonly symbols: number;
  readonly chunks: number;
  readonly filesWithChunks: number;
  readonly languages: Readonly<Record<string, number>>;
}

export interface SymbolQuery {
  readonly names: readonly string[];
  readonly match: 'exact' | 'broad';
  readonly kinds?: readonly string[];
  readonly pathPrefix?: string;
  /** Best matches to return, all pages together. */
  readonly limit: number;
}

export interface SymbolMatch extends StoredSymbol {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly score: number;
}

/** Manifest and symbols of one workspace. Each write is one transaction. Implementations: SQLite, memory (tests). */
export interface SyntaxStore {
  state(): Promise<StoreState>;
  /** All entries; with `paths` those of these files, and of all files below these folders. */
  manifest(paths?: readonly string[]): Promise<Map<string, ManifestEntry>>;
  contentSkips(): Promise<Map<string, ContentSkip>>;
  /** Sets `pending`, durably, before the first change leaves for the chunk index. */
  begin(analysis: string): Promise<void>;
  /** Replaces these files. */
  commitFiles(files: readonly IndexedFile[]): Promise<void>;
  /** Same content under a new version. */
  refreshVersions(files: readonly { readonly path: string; readonly version: string }[]): Promise<void>;
  /** Replaces all remembered content skips. */
  setContentSkips(skips: readonly ContentSkip[]): Promise<void>;
  removeFiles(paths: readonly string[]): Promise<void>;
  /** Ends a run: clears `pending`. */
  publish(generation: number, commit: string | null): Promise<void>;
  totals(): Promise<StoreTotals>;
  /** Files with an issue, by path. */
  degraded(limit: number): Promise<SkippedFile[]>;
  file(path: string): Promise<ManifestEntry | null>;
  /** The same with its layout, at once: every answer asks it of each of its files. Null also when the layout is not known. */
  located(path: string): { readonly entry: ManifestEntry; readonly layout: FileLayout } | null;
  findSymbols(query: SymbolQuery): Promise<SymbolMatch[]>;
  close(): Promise<void>;
}
