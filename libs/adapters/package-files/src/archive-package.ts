import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Ecosystem } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { PackageFile, PackageFiles } from '@twinmcp/libraries';
import { extract, type Headers } from 'tar-stream';

export interface ArchiveLimits {
  /** Of the archive itself. Default 64 MiB. */
  readonly archiveBytes: number;
  /** Of all that it unpacks to. Default 256 MiB. */
  readonly totalBytes: number;
  /** Larger files are listed and not kept. Default 1 MiB. */
  readonly fileBytes: number;
  readonly entries: number;
  /** A text that packs better than this is a bomb, not documentation. */
  readonly ratio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { archiveBytes: 64 * 1_048_576, totalBytes: 256 * 1_048_576, fileBytes: 1_048_576, entries: 30_000, ratio: 200 };
/** Below this a good ratio is no harm. */
const RATIO_FROM_BYTES = 4 * 1_048_576;
const TEXT = /\.(?:md|markdown|mdx|rst|txt|json|[cm]?[jt]sx?|pyi?|go|rs|java|kt|toml|cfg)$|(?:^|\/)(?:readme|changelog|changes|history|licen[cs]e)[^/]*$/i;

/**
 * The text files of a gzipped tar archive (npm, sdists, crates), kept in memory: nothing is written, so nothing can be
 * written elsewhere. A path that leaves the archive, a link, a device or a bomb means that the archive is hostile: it is
 * refused whole. Fails with `unsupported` saying which.
 */
export async function readArchive(source: string | Buffer, about: { readonly ecosystem: Ecosystem; readonly name: string; readonly version: string }, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<PackageFiles> {
  const size = typeof source === 'string' ? (await stat(source)).size : source.length;
  const refuse = (why: string) => new DomainError('unsupported', `the archive of ${about.name}@${about.version} is refused: ${why}`);
  if (size > limits.archiveBytes) throw refuse(`it has ${size} bytes`);
  const files = new Map<string, { bytes: number; content: Buffer | null }>();
  const tar = extract();
  const packed = typeof source === 'string' ? createReadStream(source) : Readable.from([source]);
  const gunzip = createGunzip();
  let unpacked = 0;
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    packed.destroy();
    gunzip.destroy();
    tar.destroy(error);
  };
  gunzip.on('data', (part: Buffer) => {
    unpacked += part.length;
    if (unpacked > limits.totalBytes) fail(refuse(`it unpacks to more than ${limits.totalBytes} bytes`));
    else if (unpacked > RATIO_FROM_BYTES && unpacked > size * limits.ratio) fail(refuse(`it unpacks to more than ${limits.ratio} times its size`));
  });
  packed.on('error', fail);
  gunzip.on('error', () => fail(refuse('it is no gzipped archive')));
  packed.pipe(gunzip).pipe(tar);
  try {
    for await (const entry of tar) {
      const problem = problemOf(entry.header, limits);
      if (problem) throw refuse(problem);
      if (files.size >= limits.entries) throw refuse(`it has more than ${limits.entries} entries`);
      const bytes = entry.header.size ?? 0;
      const path = entry.header.name.replace(/^(?:\.\/)+/, '').split('/').slice(1).join('/');
      const keep = entry.header.type === 'file' && path !== '' && bytes <= limits.fileBytes && TEXT.test(path);
      const parts: Buffer[] = [];
      for await (const part of entry as AsyncIterable<Buffer>) if (keep) parts.push(part);
      if (entry.header.type === 'file' && path !== '') files.set(path, { bytes, content: keep ? Buffer.concat(parts) : null });
    }
  } catch (error) {
    throw failure ?? (error instanceof DomainError ? error : refuse('it is damaged'));
  } finally {
    packed.destroy();
    gunzip.destroy();
    tar.destroy();
  }
  if (failure) throw failure;
  return new ArchivePackage(about, files, `${size}`);
}

function problemOf({ name, type, size }: Headers, { totalBytes }: ArchiveLimits): string | null {
  const shown = JSON.stringify(name.slice(0, 100));
  if (type === 'symlink' || type === 'link') return `${shown} is a link`;
  if (type !== 'file' && type !== 'directory' && type !== 'contiguous-file' && type !== 'pax-header' && type !== 'pax-global-header') return `${shown} is a ${type ?? 'thing of no kind'}`;
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\\') || name.includes('\0') || name.split('/').includes('..')) return `${shown} leads out of it`;
  return (size ?? 0) > totalBytes ? `${shown} is too large` : null;
}

class ArchivePackage implements PackageFiles {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly source = 'archive';
  readonly private = false;
  readonly stamp: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly #files: ReadonlyMap<string, { bytes: number; content: Buffer | null }>;

  constructor({ ecosystem, name, version }: { ecosystem: Ecosystem; name: string; version: string }, files: ReadonlyMap<string, { bytes: number; content: Buffer | null }>, stamp: string) {
    [this.ecosystem, this.name, this.version, this.stamp] = [ecosystem, name, version, stamp];
    this.#files = files;
    this.manifest = manifestOf(files.get('package.json')?.content ?? null);
  }

  async list(): Promise<readonly PackageFile[]> {
    return [...this.#files].map(([path, { bytes }]) => ({ path, bytes })).sort((a, b) => a.path.localeCompare(b.path, 'en'));
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array | null> {
    const content = this.#files.get(path)?.content ?? null;
    return content !== null && content.length <= maxBytes ? content : null;
  }
}

function manifestOf(content: Buffer | null): Record<string, unknown> {
  try {
    const value: unknown = content === null ? null : JSON.parse(content.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
