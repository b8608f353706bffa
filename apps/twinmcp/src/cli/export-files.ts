import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, type Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { PortableRecord, type ExportHeader } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { ManifestWriter, readManifest, type ExportManifest, type ManifestPart } from '@twinmcp/vectorization';
import { badInput } from './report-error.ts';

const MANIFEST = 'manifest.jsonl';
/** Of one part before it is compressed. */
const PART_BYTES = 32 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
const MAX_RECORD_BYTES = 4 * 1024 * 1024;

interface OpenPart {
  readonly name: string;
  readonly gzip: Transform;
  readonly hash: Hash;
  raw: number;
  bytes: number;
  records: number;
  files: number;
  chunks: number;
  done: Promise<void>;
}

/** Writes an export: parts one after the other, the manifest last, by renaming it. What was cut off has none, so nobody takes it for whole. */
export class ExportWriter {
  readonly #folder: string;
  readonly #writer = new ManifestWriter();
  readonly #lines: string[] = [];
  #open: OpenPart | null = null;
  #parts = 0;

  constructor(folder: string, head: ExportHeader & { workspace: string; createdAt: string }) {
    this.#folder = folder;
    if (existsSync(folder) && !statSync(folder).isDirectory()) throw badInput(`${folder} is a file, not a folder.`, 'Name a new folder.');
    if (existsSync(folder) && readdirSync(folder).length > 0) throw badInput(`${folder} is not empty.`, 'Name a new folder; an export is never overwritten.');
    mkdirSync(folder, { recursive: true });
    this.#lines.push(this.#writer.head(head));
  }

  async add(record: PortableRecord): Promise<void> {
    const part = (this.#open ??= this.#begin());
    const line = `${JSON.stringify(record)}\n`;
    part.raw += line.length;
    part.records++;
    part.chunks += record.chunks.length;
    if (record.last) part.files++;
    if (!part.gzip.write(line)) await new Promise((resolve) => part.gzip.once('drain', resolve));
    if (part.raw >= PART_BYTES) await this.#finishPart();
  }

  /** Bytes written. */
  async finish(): Promise<number> {
    await this.#finishPart();
    const text = [...this.#lines, this.#writer.foot()].join('');
    writeFileSync(path.join(this.#folder, `${MANIFEST}.part`), text);
    renameSync(path.join(this.#folder, `${MANIFEST}.part`), path.join(this.#folder, MANIFEST));
    return text.length;
  }

  /** Takes away what was written; the folder was empty before. */
  async discard(): Promise<void> {
    this.#open?.gzip.destroy();
    await this.#open?.done.catch(() => undefined);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #begin(): OpenPart {
    const name = `part-${String(++this.#parts).padStart(5, '0')}.jsonl.gz`;
    const gzip = createGzip({ level: 4 });
    const hash = createHash('sha256');
    const part: OpenPart = { name, gzip, hash, raw: 0, bytes: 0, records: 0, files: 0, chunks: 0, done: Promise.resolve() };
    const watch = new PassThrough();
    watch.on('data', (data: Buffer) => {
      hash.update(data);
      part.bytes += data.length;
    });
    const file = createWriteStream(path.join(this.#folder, name));
    gzip.on('error', (error) => file.destroy(error));
    gzip.on('close', () => gzip.readableEnded || file.destroy());
    part.done = finished(gzip.pipe(watch).pipe(file));
    part.done.catch(() => undefined); // awaited where the part ends
    return part;
  }

  async #finishPart(): Promise<void> {
    const part = this.#open;
    if (part === null) return;
    part.gzip.end();
    await part.done;
    this.#open = null;
    const { name, bytes, records, files, chunks, hash } = part;
    this.#lines.push(this.#writer.part({ part: name, bytes, records, files, chunks, sha256: hash.digest('hex') }));
  }
}

/** The manifest of an export and every part held against it: nothing of a damaged export is used. */
export async function verifyExport(folder: string, onPart: (done: number, total: number) => void): Promise<ExportManifest> {
  const file = path.join(folder, MANIFEST);
  if (!existsSync(file)) throw badInput(`${folder} holds no export: there is no ${MANIFEST}.`, 'An export that was cut off has none; make it again.');
  const bytes = readFileSync(file);
  if (bytes.length > MAX_MANIFEST_BYTES) throw new DomainError('conflict', 'the manifest of the export is damaged: it is too large');
  const manifest = readManifest(bytes);
  for (const [index, part] of manifest.parts.entries()) {
    onPart(index, manifest.parts.length);
    await verifyPart(folder, part);
  }
  return manifest;
}

async function verifyPart(folder: string, part: ManifestPart): Promise<void> {
  const file = path.join(folder, part.part);
  if (!existsSync(file)) throw new DomainError('conflict', `${part.part} of the export is missing`);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const data of createReadStream(file)) {
    hash.update(data as Buffer);
    bytes += (data as Buffer).length;
  }
  if (bytes !== part.bytes || hash.digest('hex') !== part.sha256) throw new DomainError('conflict', `${part.part} of the export is damaged: its checksum is not that of the manifest`);
}

/** The records of an export, part by part; each is checked against the schema and counted against the manifest. */
export async function* recordsOfExport(folder: string, { parts }: ExportManifest): AsyncGenerator<PortableRecord> {
  for (const part of parts) {
    let records = 0;
    let chunks = 0;
    const source = createReadStream(path.join(folder, part.part));
    try {
      for await (const line of linesOf(source.pipe(createGunzip()), part.part)) {
        const parsed = PortableRecord.safeParse(parseJson(line));
        if (!parsed.success) throw new DomainError('conflict', `record ${records + 1} of ${part.part} cannot be read`);
        records++;
        chunks += parsed.data.chunks.length;
        yield parsed.data;
      }
    } catch (error) {
      // Of the decompressor: the bytes have their checksum, but are no gzip.
      throw (error as { code?: string }).code?.startsWith('Z_') ? new DomainError('conflict', `${part.part} of the export cannot be read`, { cause: error }) : error;
    } finally {
      source.destroy();
    }
    if (records !== part.records || chunks !== part.chunks) throw new DomainError('conflict', `${part.part} holds ${records} records instead of ${part.records}`);
  }
}

/** A record that never ends must not fill the memory. */
async function* linesOf(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  let open: Buffer[] = [];
  let bytes = 0;
  for await (const data of stream) {
    let from = 0;
    for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, from)) {
      open.push(data.subarray(from, at));
      yield Buffer.concat(open).toString('utf8');
      open = [];
      bytes = 0;
      from = at + 1;
    }
    open.push(data.subarray(from));
    bytes += data.length - from;
    if (bytes > MAX_RECORD_BYTES) throw new DomainError('conflict', `${name} of the export holds a record of more than ${MAX_RECORD_BYTES} bytes`);
  }
  if (bytes > 0) throw new DomainError('conflict', `${name} of the export ends within a record`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
