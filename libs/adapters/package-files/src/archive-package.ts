import { open, readFile, stat } from 'node:fs/promises';
import type { Ecosystem } from '@twinmcp/contracts';
import { contentHash } from '@twinmcp/kernel';
import { isHiddenManifest, type PackageFile, type PackageFiles } from '@twinmcp/libraries';
import { ARCHIVE_LIMITS, ArchiveRules, type ArchiveAbout, type ArchivedFile, type ArchiveLimits } from './archive-rules.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

export interface ArchiveOptions {
  readonly limits?: ArchiveLimits;
  /** Its content is not stored. Default: by what its package.json says. */
  readonly private?: boolean;
  /** Host that it was fetched from. */
  readonly origin?: string | null;
  /** Of a module of Go, as go.sum has it; another content is refused. */
  readonly goSum?: string | null;
}

/**
 * The text files of an archive (gzipped tar: npm, sdists, crates; zip: wheels, modules of Go), kept in memory: nothing is written, so
 * nothing can be written elsewhere. A path that leaves the archive, a link, a device or a bomb means that the archive is hostile: it
 * is refused whole. Fails with `unsupported` saying which.
 */
export async function readArchive(source: string | Buffer, about: ArchiveAbout, { limits = ARCHIVE_LIMITS, private: isPrivate = false, origin = null, goSum = null }: ArchiveOptions = {}): Promise<PackageFiles> {
  const info = typeof source === 'string' ? await stat(source) : null;
  const rules = new ArchiveRules(about, limits, info?.size ?? source.length);
  if (await isZip(source)) {
    const sum = await readZip(typeof source === 'string' ? await readFile(source) : source, rules, about.ecosystem === 'go' ? `${about.name}@${about.version}/` : '');
    if (goSum !== null && goSum !== sum) throw rules.refuse(`it is not what go.sum promises (${sum})`);
  } else await readTar(source, rules);
  return new ArchivePackage(about, rules.files, { private: isPrivate, origin, stamp: typeof source === 'string' ? `${info!.mtimeMs}:${info!.size}` : contentHash(source) });
}

/** By what it holds: the name of a file is what somebody called it. */
async function isZip(source: string | Buffer): Promise<boolean> {
  let head: Buffer = Buffer.alloc(4);
  if (typeof source === 'string') {
    const handle = await open(source, 'r');
    try {
      await handle.read(head, 0, 4, 0);
    } finally {
      await handle.close();
    }
  } else head = source.subarray(0, 4);
  return head.toString('latin1') === 'PK\u0003\u0004' || head.toString('latin1') === 'PK\u0005\u0006';
}

export class ArchivePackage implements PackageFiles {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly source = 'archive';
  readonly origin: string | null;
  readonly private: boolean;
  readonly stamp: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly #files: ReadonlyMap<string, ArchivedFile>;

  constructor({ ecosystem, name, version }: ArchiveAbout, files: ReadonlyMap<string, ArchivedFile>, { private: isPrivate, origin, stamp }: { private: boolean; origin: string | null; stamp: string }) {
    [this.ecosystem, this.name, this.version, this.origin, this.stamp] = [ecosystem, name, version, origin, stamp];
    this.#files = files;
    this.manifest = manifestOf(files.get('package.json')?.content ?? null);
    this.private = isPrivate || isHiddenManifest(this.manifest);
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
