import type { PortableChunk, PortableRecord } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { dimensionsOf, type StoredVector } from '../stored-vector.ts';
import type { CountedChunk, CountedFile } from './portable-file.ts';

/** Of one record as JSON: several fit into a message. */
const RECORD_BYTES = 200 * 1024;

/** A file as records of bounded size; a file without chunks is one record too. */
export function* recordsOf(file: CountedFile): Generator<PortableRecord> {
  const { path, language, fileHash, lines, bytes } = file;
  const about = { path, language, fileHash, lines, bytes };
  let chunks: PortableChunk[] = [];
  let from = 0;
  let size = 0;
  const record = (last: boolean): PortableRecord => ({ ...about, pathTerms: from === 0 ? file.pathTerms.map(([term, count]) => [term, count] as [string, number]) : [], from, last, chunks });
  for (const chunk of file.chunks) {
    const portable = toPortable(chunk);
    const bytesOf = JSON.stringify(portable).length * 1.2; // room for letters that take several bytes
    if (chunks.length > 0 && size + bytesOf > RECORD_BYTES) {
      yield record(false);
      from += chunks.length;
      chunks = [];
      size = 0;
    }
    chunks.push(portable);
    size += bytesOf;
  }
  yield record(true);
}

function toPortable({ id, kind, symbol, startLine, endLine, textHash, vector, terms }: CountedChunk): PortableChunk {
  return { id, kind, symbol, startLine, endLine, textHash, vector: encodeVector(vector), terms: terms.map(([term, body, name, header]) => [term, body, name, header]) };
}

function encodeVector(vector: StoredVector): PortableChunk['vector'] {
  if (!(vector instanceof Float32Array)) return { scale: vector.scale, data: Buffer.from(vector.values.buffer, vector.values.byteOffset, vector.values.byteLength).toString('base64') };
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return { scale: null, data: bytes.toString('base64') };
}

function decodeVector({ scale, data }: PortableChunk['vector']): StoredVector {
  const bytes = Buffer.from(data, 'base64');
  if (scale !== null) return { scale, values: Int8Array.from(bytes, (value) => (value << 24) >> 24) };
  const floats = new Float32Array(bytes.length >> 2);
  for (let i = 0; i < floats.length; i++) floats[i] = bytes.readFloatLE(i * 4);
  return floats;
}

/**
 * Records → files. Checked piece by piece: what a record says must be possible in itself, and the records of a file must
 * follow each other. Whether all came is for the caller to count.
 */
export class RecordReader {
  readonly #dimensions: number;
  readonly #maxBytes: number;
  #open: { about: PortableRecord; chunks: CountedChunk[]; bytes: number } | null = null;

  constructor(dimensions: number, maxBytes = 128 * 1024 * 1024) {
    this.#dimensions = dimensions;
    this.#maxBytes = maxBytes;
  }

  /** The file that this record ends; null while more of it is to come. */
  read(record: PortableRecord): CountedFile | null {
    const open = this.#open;
    if (open === null ? record.from !== 0 : record.path !== open.about.path || record.fileHash !== open.about.fileHash || record.from !== open.chunks.length) throw refused(`the records of ${open?.about.path ?? record.path} do not follow each other`);
    const current = open ?? { about: record, chunks: [], bytes: 0 };
    for (const chunk of record.chunks) {
      current.chunks.push(this.#chunk(chunk, record.path));
      current.bytes += chunk.vector.data.length + chunk.terms.length * 40;
    }
    if (current.bytes > this.#maxBytes) throw new DomainError('payload-too-large', `${record.path} has more chunks than fit into memory`);
    this.#open = record.last ? null : current;
    if (!record.last) return null;
    const { path, language, fileHash, lines, bytes, pathTerms } = current.about;
    return { path, language, fileHash, lines, bytes, pathTerms, chunks: current.chunks };
  }

  /** Fails when the last file was not complete. */
  end(): void {
    if (this.#open !== null) throw refused(`the last records of ${this.#open.about.path} are missing`);
  }

  #chunk(chunk: PortableChunk, path: string): CountedChunk {
    const vector = decodeVector(chunk.vector);
    const place = `${path}:${chunk.startLine}`;
    if (dimensionsOf(vector) !== this.#dimensions) throw refused(`a vector of ${place} has ${dimensionsOf(vector)} dimensions instead of ${this.#dimensions}`);
    const values = vector instanceof Float32Array ? vector : vector.values;
    if (!values.every(Number.isFinite) || (!(vector instanceof Float32Array) && !(Number.isFinite(vector.scale) && vector.scale >= 0))) throw refused(`a vector of ${place} is not finite`);
    if (chunk.endLine < chunk.startLine) throw refused(`a chunk of ${place} ends before it begins`);
    if (new Set(chunk.terms.map(([term]) => term)).size !== chunk.terms.length) throw refused(`a chunk of ${place} names a term twice`);
    const { id, kind, symbol, startLine, endLine, textHash, terms } = chunk;
    return { id, kind, symbol, startLine, endLine, textHash, vector, terms };
  }
}

function refused(message: string): DomainError {
  return new DomainError('conflict', message);
}
