import type { IndexSummary, SkippedFile } from '@twinmcp/contracts';
import type { IndexedFile, ManifestEntry, StoreTotals } from '../syntax-store.ts';

/** Lists in a summary end here (contract), by count and by bytes of JSON: a status holds two summaries and is one message. */
const MAX_LISTED = 1_000;
const MAX_LIST_BYTES = 50_000;
/** What a person must know first comes first, because the list is cut at its end. */
const EXPECTED_LAST: Readonly<Record<string, number>> = { secret: 1, symlink: 2, binary: 3, ignored: 4 };

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

  committed(file: IndexedFile, known: ManifestEntry | null): void {
    this.analysedBytes += file.entry.bytes;
    if (known === null) this.added++;
    else if (known.hash !== file.entry.hash) this.changed++;
    else {
      this.unchanged++;
      this.resent++;
    }
  }

  summary(generation: number, commit: string | null, totals: StoreTotals, degraded: readonly SkippedFile[], durationMs: number): IndexSummary {
    const skippedByReason: Record<string, number> = {};
    for (const { reason } of this.skipped) skippedByReason[reason] = (skippedByReason[reason] ?? 0) + 1;
    const byWeight = this.skipped.toSorted((a, b) => (EXPECTED_LAST[a.reason] ?? 0) - (EXPECTED_LAST[b.reason] ?? 0) || (a.path < b.path ? -1 : 1));
    return {
      generation, commit, durationMs, files: totals.files, added: this.added, changed: this.changed, removed: this.removed, unchanged: this.unchanged,
      bytes: totals.bytes, analysedBytes: this.analysedBytes, symbols: totals.symbols, chunks: totals.chunks, languages: { ...totals.languages },
      degraded: listed(degraded), skipped: listed(byWeight), skippedTotal: this.skipped.length, skippedByReason,
    };
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
