import type { SkippedFile } from '@twinmcp/contracts';
import { NameIndex } from '../symbols/name-index.ts';
import { compareMatches, containerFit, parseAskedName } from '../symbols/symbol-query.ts';
import { withinAny } from '../path-scope.ts';
import type { FileLayout } from '../text/file-layout.ts';
import type { ContentSkip, IndexedFile, ManifestEntry, StoreState, StoreTotals, SymbolMatch, SymbolQuery, SyntaxStore } from '../syntax-store.ts';

/** For tests, and for runs whose result nobody keeps. */
export class MemorySyntaxStore implements SyntaxStore {
  readonly #files = new Map<string, IndexedFile>();
  #skips = new Map<string, ContentSkip>();
  #state: StoreState = { generation: 0, pending: false, analysis: '', commit: null, publishedAt: null };

  async state(): Promise<StoreState> {
    return this.#state;
  }

  async manifest(paths?: readonly string[]): Promise<Map<string, ManifestEntry>> {
    const within = paths && withinAny(paths);
    return new Map([...this.#files].filter(([path]) => !within || within(path)).map(([path, file]) => [path, file.entry]));
  }

  async contentSkips(): Promise<Map<string, ContentSkip>> {
    return new Map(this.#skips);
  }

  async begin(analysis: string): Promise<void> {
    this.#state = { ...this.#state, pending: true, analysis };
  }

  async commitFiles(files: readonly IndexedFile[]): Promise<void> {
    for (const file of files) this.#files.set(file.entry.path, file);
  }

  async refreshVersions(files: readonly { path: string; version: string }[]): Promise<void> {
    for (const { path, version } of files) {
      const file = this.#files.get(path);
      if (file) this.#files.set(path, { ...file, entry: { ...file.entry, version } });
    }
  }

  async setContentSkips(skips: readonly ContentSkip[]): Promise<void> {
    this.#skips = new Map(skips.map((skip) => [skip.path, skip]));
  }

  async removeFiles(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.#files.delete(path);
  }

  async publish(generation: number, commit: string | null): Promise<void> {
    this.#state = { ...this.#state, generation, commit, pending: false, publishedAt: Date.now() };
  }

  async totals(): Promise<StoreTotals> {
    const totals = { files: 0, bytes: 0, symbols: 0, chunks: 0, filesWithChunks: 0, languages: {} as Record<string, number> };
    for (const { entry } of this.#files.values()) {
      totals.files++;
      totals.bytes += entry.bytes;
      totals.symbols += entry.symbols;
      totals.chunks += entry.chunks;
      if (entry.chunks > 0) totals.filesWithChunks++;
      totals.languages[entry.language] = (totals.languages[entry.language] ?? 0) + 1;
    }
    return totals;
  }

  async degraded(limit: number): Promise<SkippedFile[]> {
    const entries = [...this.#files.values()].map((file) => file.entry).sort((a, b) => (a.path < b.path ? -1 : 1));
    return entries.flatMap(({ path, issue, note }) => (issue === null ? [] : [{ path, reason: issue, detail: note ?? undefined }])).slice(0, limit);
  }

  async file(path: string): Promise<ManifestEntry | null> {
    return this.#files.get(path)?.entry ?? null;
  }

  located(path: string): { entry: ManifestEntry; layout: FileLayout } | null {
    const file = this.#files.get(path);
    return file?.layout ? { entry: file.entry, layout: file.layout } : null;
  }

  async findSymbols({ names, match, kinds, pathPrefix, limit }: SymbolQuery): Promise<SymbolMatch[]> {
    const all = [...this.#files.values()].flatMap(({ entry, symbols }) => symbols.map((symbol) => ({ ...symbol, path: entry.path, language: entry.language, fileHash: entry.hash })));
    const index = new NameIndex();
    all.forEach((symbol, i) => index.add(i, symbol.name));
    const best = new Map<number, number>();
    for (const asked of names.map(parseAskedName)) {
      for (const { id, score } of index.find(asked.name, match, Infinity)) {
        const fit = score * containerFit(asked.container, all[id]!.qualifiedName, all[id]!.name);
        if (match === 'exact' && asked.container !== null && fit < 0.9) continue;
        if (fit > (best.get(id) ?? 0)) best.set(id, fit);
      }
    }
    return [...best]
      .map(([id, score]) => ({ ...all[id]!, score }))
      .filter((hit) => (!kinds || kinds.includes(hit.kind)) && (!pathPrefix || hit.path.startsWith(pathPrefix)))
      .sort(compareMatches)
      .slice(0, limit);
  }

  async close(): Promise<void> {}
}
