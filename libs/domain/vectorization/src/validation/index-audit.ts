import type { IndexStats, VectorFinding, VectorFindingKind } from '@twinmcp/contracts';
import type { StoredChunk, StoredFile } from '../chunk-index.ts';
import { dimensionsOf, type StoredVector } from '../stored-vector.ts';

/** A file that the index should hold. */
export interface ManifestRow {
  readonly hash: string;
  readonly chunks: number;
}

export interface AuditResult {
  readonly files: number;
  readonly chunks: number;
  readonly vectors: number;
  readonly distinctTexts: number;
  readonly findings: readonly VectorFinding[];
  /** In the index, but not among the files that it should hold. */
  readonly orphans: readonly string[];
  /** Files whose chunks must be sent anew: missing, stale or damaged. */
  readonly toReindex: readonly string[];
}

const MAX_EXAMPLES = 10;
/** Stored as 8-bit numbers, a unit vector is off by less than this. */
const UNIT_TOLERANCE = 0.05;

const ABOUT: Readonly<Record<VectorFindingKind, { severity: 'error' | 'warning'; repairable: boolean; text: string }>> = {
  missing: { severity: 'error', repairable: true, text: 'files that should be in the index are not' },
  orphan: { severity: 'error', repairable: true, text: 'files in the index belong to nothing any more' },
  stale: { severity: 'error', repairable: true, text: 'files stand for another content than the one that was indexed' },
  duplicate: { severity: 'error', repairable: true, text: 'chunks are stored twice' },
  'unreadable-vector': { severity: 'error', repairable: true, text: 'vectors are missing or cannot be read' },
  'not-finite-vector': { severity: 'error', repairable: true, text: 'vectors hold NaN or infinite values' },
  'zero-vector': { severity: 'warning', repairable: false, text: 'vectors are zero: their texts have no word that the model knows' },
  'not-unit-vector': { severity: 'error', repairable: true, text: 'vectors do not have unit length' },
  'wrong-dimensions': { severity: 'error', repairable: true, text: 'vectors have another number of dimensions' },
  'bad-lines': { severity: 'error', repairable: true, text: 'chunks have lines that cannot be' },
  'count-mismatch': { severity: 'error', repairable: false, text: 'the index counts other than what it holds' },
  'model-mismatch': { severity: 'error', repairable: false, text: 'the index was made with another model' },
  'generation-mismatch': { severity: 'error', repairable: true, text: 'both sides of the index stand for other generations' },
  'search-mismatch': { severity: 'error', repairable: false, text: 'stored vectors are not found by a search for them' },
};

/** Goes over everything an index holds, file by file, and over what it should hold. */
export class IndexAudit {
  readonly #dimensions: number;
  readonly #found = new Map<VectorFindingKind, { count: number; examples: string[]; message?: string }>();
  readonly #held = new Map<string, ManifestRow>();
  readonly #damaged = new Set<string>();
  readonly #texts = new Set<string>();
  readonly #ids = new Set<string>();
  #chunks = 0;
  #vectors = 0;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  addFile(file: StoredFile): void {
    if (this.#held.has(file.path)) this.#damage('duplicate', file.path, file.path);
    this.#held.set(file.path, { hash: file.fileHash, chunks: file.chunks.length });
    this.#ids.clear();
    for (const chunk of file.chunks) {
      const place = `${file.path}:${chunk.startLine}`;
      this.#chunks++;
      this.#texts.add(chunk.textHash.slice(0, 16));
      if (this.#ids.has(chunk.id)) this.#damage('duplicate', place, file.path);
      this.#ids.add(chunk.id);
      if (!hasPossibleLines(chunk, file)) this.#damage('bad-lines', place, file.path);
      const problem = problemOf(chunk.vector, this.#dimensions);
      if (problem !== 'unreadable-vector') this.#vectors++;
      if (problem === 'zero-vector') this.report(problem, 1, place);
      else if (problem !== null) this.#damage(problem, place, file.path);
    }
  }

  /** `expected`: null when nobody knows what the index should hold. */
  finish(stats: Pick<IndexStats, 'files' | 'chunks'>, expected: ReadonlyMap<string, ManifestRow> | null): AuditResult {
    if (stats.files !== this.#held.size || stats.chunks !== this.#chunks) this.report('count-mismatch', 1, `${stats.files} files and ${stats.chunks} chunks, ${this.#held.size} and ${this.#chunks} found`);
    const orphans: string[] = [];
    const toReindex = new Set(this.#damaged);
    if (expected !== null) {
      for (const path of this.#held.keys()) {
        if (expected.has(path)) continue;
        orphans.push(path);
        toReindex.delete(path);
        this.report('orphan', 1, path);
      }
      for (const [path, { hash, chunks }] of expected) {
        const held = this.#held.get(path);
        const kind = held === undefined ? 'missing' : held.hash !== hash || held.chunks !== chunks ? 'stale' : null;
        if (kind === null) continue;
        this.report(kind, 1, path);
        toReindex.add(path);
      }
    }
    const findings = [...this.#found].map(([kind, { count, examples, message }]): VectorFinding => ({ kind, severity: ABOUT[kind].severity, count, message: message ?? `${count} ${count === 1 ? singular(ABOUT[kind].text) : ABOUT[kind].text}`, repairable: ABOUT[kind].repairable, examples }));
    const order = Object.keys(ABOUT);
    findings.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    return { files: this.#held.size, chunks: this.#chunks, vectors: this.#vectors, distinctTexts: this.#texts.size, findings, orphans, toReindex: [...toReindex].sort() };
  }

  report(kind: VectorFindingKind, count: number, example: string, message?: string): void {
    const found = this.#found.get(kind) ?? { count: 0, examples: [], message };
    found.count += count;
    if (found.examples.length < MAX_EXAMPLES) found.examples.push(example);
    this.#found.set(kind, found);
  }

  #damage(kind: VectorFindingKind, place: string, path: string): void {
    this.report(kind, 1, place);
    this.#damaged.add(path);
  }
}

function singular(text: string): string {
  return text.replace(/^(file|chunk|vector)s\b/, '$1').replace(/ are /, ' is ').replace(/ have /, ' has ').replace(/ do not /, ' does not ').replace(/ hold /, ' holds ').replace(/ belong /, ' belongs ').replace(/ stand /, ' stands ');
}

function hasPossibleLines({ startLine, endLine }: StoredChunk, file: StoredFile): boolean {
  return startLine >= 1 && endLine >= startLine && (file.lines === 0 || endLine <= file.lines + 1);
}

function problemOf(vector: StoredVector | null, dimensions: number): VectorFindingKind | null {
  if (vector === null) return 'unreadable-vector';
  if (dimensionsOf(vector) !== dimensions) return 'wrong-dimensions';
  const scale = vector instanceof Float32Array ? 1 : vector.scale;
  const values = vector instanceof Float32Array ? vector : vector.values;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!;
  const length = Math.sqrt(squares) * Math.abs(scale);
  if (!Number.isFinite(length)) return 'not-finite-vector';
  if (length === 0) return 'zero-vector';
  return Math.abs(length - 1) > UNIT_TOLERANCE ? 'not-unit-vector' : null;
}
