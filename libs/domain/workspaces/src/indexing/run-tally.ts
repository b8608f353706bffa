import type { IndexSummary, SkippedFile } from '@twinmcp/contracts';
import { withinAny } from '../path-scope.ts';
import type { IndexedFile, ManifestEntry, StoreTotals } from '../syntax-store.ts';

/** Lists in a summary end here (contract), by count and by bytes of JSON: a status holds two summaries and is one message. */
const MAX_LISTED = 1_000;
const MAX_LIST_BYTES = 50_000;
/** What a person must know first comes first, because the list is cut at its end. */
const EXPECTED_LAST: Readonly<Record<string, number>> = { secret: 1, symlink: 2, binary: 3, ignored: 4 };

export interface SummaryInput {
  readonly generation: number;
  readonly commit: string | null;
  readonly totals: StoreTotals;
  readonly degraded: readonly SkippedFile[];
  readonly durationMs: number;
  /** Of a run of some paths: what is skipped outside them is what the summary before says. */
  readonly elsewhere: { readonly scope: readonly string[]; readonly previous: IndexSummary | null } | null;
}

/** Counts of one indexing run. */
export class RunTally {
  added = 0;
  changed = 0;
  unchanged = 0;
  removed = 0;
  analysedBytes = 0;
  /** Something was sent again without a change of its content. */
  resent = 0;
  readonly skipped: SkippedFile[] = [];
  readonly #addedHashes: string[] = [];
  #renamed = 0;

  committed(file: IndexedFile, known: ManifestEntry | null): void {
    this.analysedBytes += file.entry.bytes;
    if (known === null) {
      this.added++;
      this.#addedHashes.push(file.entry.hash);
    } else if (known.hash !== file.entry.hash) this.changed++;
    else {
      this.unchanged++;
      this.resent++;
    }
  }

  /** Files that are gone. One whose content came in under another path was renamed; empty files are all alike and say nothing. */
  left(files: readonly ManifestEntry[]): void {
    this.removed = files.length;
    const gone = new Map<string, number>();
    for (const { hash, bytes } of files) if (bytes > 0) gone.set(hash, (gone.get(hash) ?? 0) + 1);
    for (const hash of this.#addedHashes) {
      const left = gone.get(hash) ?? 0;
      if (left === 0) continue;
      gone.set(hash, left - 1);
      this.#renamed++;
    }
  }

  summary({ generation, commit, totals, degraded, durationMs, elsewhere }: SummaryInput): IndexSummary {
    const { skipped, skippedTotal, skippedByReason } = this.#allSkipped(elsewhere);
    const byWeight = skipped.toSorted((a, b) => (EXPECTED_LAST[a.reason] ?? 0) - (EXPECTED_LAST[b.reason] ?? 0) || (a.path < b.path ? -1 : 1));
    return {
      generation, commit, durationMs, files: totals.files, added: this.added, changed: this.changed, removed: this.removed, renamed: this.#renamed,
      unchanged: elsewhere === null ? this.unchanged : totals.files - this.added - this.changed,
      bytes: totals.bytes, analysedBytes: this.analysedBytes, symbols: totals.symbols, chunks: totals.chunks, languages: { ...totals.languages },
      degraded: listed(degraded), skipped: listed(byWeight), skippedTotal, skippedByReason,
    };
  }

  /** The list of the summary before may have been cut, so the counts outside the scope are its counts less what it lists inside. */
  #allSkipped(elsewhere: SummaryInput['elsewhere']): Pick<IndexSummary, 'skipped' | 'skippedTotal' | 'skippedByReason'> {
    const previous = elsewhere?.previous ?? null;
    const skippedByReason: Record<string, number> = { ...previous?.skippedByReason };
    const count = (reason: string, by: number): void => {
      skippedByReason[reason] = Math.max(0, (skippedByReason[reason] ?? 0) + by);
      if (skippedByReason[reason] === 0) delete skippedByReason[reason];
    };
    const within = withinAny(elsewhere?.scope ?? ['']);
    const kept = (previous?.skipped ?? []).filter((skip) => !within(skip.path));
    for (const skip of previous?.skipped ?? []) if (within(skip.path)) count(skip.reason, -1);
    for (const { reason } of this.skipped) count(reason, 1);
    return { skipped: [...kept, ...this.skipped], skippedByReason, skippedTotal: Object.values(skippedByReason).reduce((sum, n) => sum + n, 0) };
  }
}

function listed(files: readonly SkippedFile[]): SkippedFile[] {
  const list: SkippedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    bytes += Buffer.byteLength(JSON.stringify(file)) + 1;
    if (list.length >= MAX_LISTED || bytes > MAX_LIST_BYTES) break;
    list.push(file);
  }
  return list;
}
