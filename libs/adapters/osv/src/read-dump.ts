import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '@twinmcp/kernel';
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl';

/** Of one advisory; the largest that OSV publishes have some hundred kilobytes. */
export const MAX_ADVISORY_BYTES = 4 * 1_048_576;
/** Of all that one archive unpacks to; OSV's archive of everything is about 3 GB. */
const MAX_TOTAL_BYTES = 8 * 1_073_741_824;
const MAX_ENTRIES = 2_000_000;

export interface DumpProblem {
  readonly entry: string;
  readonly message: string;
}

/**
 * The JSON documents of an OSV dump: a `.json` file (one advisory, or a list of them), a folder of such files, or a zip
 * as OSV exports it. Links are not followed, entries that unpack to more than they say or than an advisory may have are
 * left out and told.
 */
export async function* readDump(file: string, onProblem: (problem: DumpProblem) => void = () => {}): AsyncGenerator<string> {
  const info = await lstat(file).catch(() => null);
  if (info === null) throw new DomainError('not-found', `${file} does not exist`);
  if (info.isDirectory()) yield* fromFolder(file, onProblem);
  else if (!info.isFile()) throw new DomainError('invalid-input', `${file} is neither a file nor a folder`);
  else if (await isZip(file)) yield* fromZip(await openPromise(file, { validateEntrySizes: true }), onProblem);
  else yield* documentsOf(await readBounded(file, info.size, 512 * 1_048_576));
}

/** The same for an archive in memory. */
export async function* readZip(bytes: Buffer, onProblem: (problem: DumpProblem) => void = () => {}): AsyncGenerator<string> {
  yield* fromZip(await fromBufferPromise(bytes, { validateEntrySizes: true }), onProblem);
}

async function* fromFolder(folder: string, onProblem: (problem: DumpProblem) => void): AsyncGenerator<string> {
  const entries = (await readdir(folder, { withFileTypes: true, recursive: true })).filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  for (const entry of entries.slice(0, MAX_ENTRIES)) {
    const full = path.join(entry.parentPath, entry.name);
    const { size } = await lstat(full);
    if (size > MAX_ADVISORY_BYTES) onProblem({ entry: path.relative(folder, full), message: 'is too large for an advisory' });
    else yield* documentsOf(await readFile(full, 'utf8'));
  }
}

async function* fromZip(zip: ZipFile, onProblem: (problem: DumpProblem) => void): AsyncGenerator<string> {
  let total = 0;
  let count = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (++count > MAX_ENTRIES) throw new DomainError('payload-too-large', 'the archive has too many entries');
      if (!entry.fileName.endsWith('.json')) continue;
      total += entry.uncompressedSize;
      if (total > MAX_TOTAL_BYTES) throw new DomainError('payload-too-large', 'the archive unpacks to more than a dump of advisories may have');
      if (entry.uncompressedSize > MAX_ADVISORY_BYTES) {
        onProblem({ entry: entry.fileName.slice(0, 200), message: 'is too large for an advisory' });
        continue;
      }
      const text = await unpack(zip, entry).catch((error: unknown) => {
        onProblem({ entry: entry.fileName.slice(0, 200), message: error instanceof Error ? error.message : String(error) });
        return null;
      });
      if (text !== null) yield* documentsOf(text);
    }
  } finally {
    zip.close();
  }
}

async function unpack(zip: ZipFile, entry: Entry): Promise<string> {
  const stream = await zip.openReadStreamPromise(entry);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_ADVISORY_BYTES) throw new Error('is too large for an advisory');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A file may hold one advisory or a list of them. */
function* documentsOf(text: string): Generator<string> {
  if (!/^\s*\[/.test(text)) return void (yield text);
  try {
    for (const one of JSON.parse(text) as unknown[]) yield JSON.stringify(one);
  } catch {
    yield text; // whoever takes it will find that it is no advisory
  }
}

async function isZip(file: string): Promise<boolean> {
  for await (const head of createReadStream(file, { end: 3 })) return (head as Buffer).toString('latin1') === 'PK\u0003\u0004' || (head as Buffer).toString('latin1') === 'PK\u0005\u0006';
  return false;
}

async function readBounded(file: string, size: number, limit: number): Promise<string> {
  if (size > limit) throw new DomainError('payload-too-large', `${file} has more than ${limit} bytes`);
  return readFile(file, 'utf8');
}
