import { DomainError } from '@twinmcp/kernel';
import { z } from 'zod';

export interface SetHeader {
  readonly name: string;
  readonly about: string;
  /** What the set says its BM25 baseline scores, by protocol and variant; see `publishedBaseline`. */
  readonly published: Readonly<Record<string, unknown>>;
}

const Header = z.object({
  name: z.string().min(1),
  kind: z.string(),
  about: z.string().default(''),
  // Names inside the set's folder: a set that points elsewhere is refused.
  corpus: z.string().regex(/^[\w.-]+$/).default('corpus.jsonl'),
  queries: z.string().regex(/^[\w.-]+$/).optional(),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/).optional(),
  extensions: z.array(z.string()).optional(),
  bm25: z.record(z.string(), z.unknown()).optional(),
  'bm25 all': z.record(z.string(), z.unknown()).optional(),
  tasks: z.unknown().optional(),
});

export function parseSetHeader(text: string) {
  const parsed = Header.safeParse(parseJson(text, 'set.json'));
  if (!parsed.success) throw new DomainError('invalid-input', `set.json is not a labelled set: ${z.prettifyError(parsed.error)}`);
  const { corpus, queries, bm25, 'bm25 all': all, ...rest } = parsed.data;
  return { ...rest, published: { ...(bm25 && { main: bm25 }), ...all }, corpusFile: corpus, queriesFile: queries ?? 'queries.jsonl' };
}

/** One row of a JSONL file; asking for a member that is not there or of another type fails with file and line. */
export class JsonRow {
  readonly #row: Record<string, unknown>;
  readonly #where: string;

  constructor(row: Record<string, unknown>, where: string) {
    this.#row = row;
    this.#where = where;
  }

  has(key: string): boolean {
    return this.#row[key] !== undefined && this.#row[key] !== null;
  }

  string(key: string): string {
    const value = this.#row[key];
    if (typeof value !== 'string') throw this.#invalid(`"${key}" is not a text`);
    return value;
  }

  optional(key: string): string | null {
    return this.has(key) ? this.string(key) : null;
  }

  flag(key: string): boolean {
    return this.#row[key] === true;
  }

  strings(key: string): string[] {
    const value = this.#row[key];
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw this.#invalid(`"${key}" is not a list of texts`);
    return value as string[];
  }

  #invalid(message: string) {
    return new DomainError('invalid-input', `${this.#where}: ${message}`);
  }
}

export function parseJsonLines(text: string, file: string): JsonRow[] {
  const rows: JsonRow[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const row = parseJson(line, `${file}:${i + 1}`);
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new DomainError('invalid-input', `${file}:${i + 1} is not an object`);
    rows.push(new JsonRow(row as Record<string, unknown>, `${file}:${i + 1}`));
  });
  return rows;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid-input', `${where} is not JSON`, { cause });
  }
}
