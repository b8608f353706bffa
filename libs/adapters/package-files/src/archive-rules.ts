import type { Ecosystem } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';

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
const TEXT = /\.(?:md|markdown|mdx|rst|txt|json|[cm]?[jt]sx?|pyi?|go|rs|java|kt|toml|cfg|ya?ml)$|(?:^|\/)(?:readme|changelog|changes|history|licen[cs]e)[^/]*$|(?:^|\/)(?:METADATA|PKG-INFO)$/i;

export interface ArchiveAbout {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
}

/** A file of an archive; content is kept of texts within the bound. */
export interface ArchivedFile {
  readonly bytes: number;
  readonly content: Buffer | null;
}

/** What every form of archive is held to. */
export class ArchiveRules {
  readonly files = new Map<string, ArchivedFile>();
  readonly #about: ArchiveAbout;
  readonly #limits: ArchiveLimits;
  readonly #packed: number;
  #unpacked = 0;
  #entries = 0;

  constructor(about: ArchiveAbout, limits: ArchiveLimits, packed: number) {
    this.#about = about;
    this.#limits = limits;
    this.#packed = packed;
    if (packed > limits.archiveBytes) throw this.refuse(`it has ${packed} bytes`);
  }

  refuse(why: string): DomainError {
    return new DomainError('unsupported', `the archive of ${this.#about.name}@${this.#about.version} is refused: ${why}`);
  }

  /** Of the whole archive, headers and padding too. */
  unpacked(bytes: number): DomainError | null {
    this.#unpacked += bytes;
    const { totalBytes, ratio } = this.#limits;
    if (this.#unpacked > totalBytes) return this.refuse(`it unpacks to more than ${totalBytes} bytes`);
    return this.#unpacked > RATIO_FROM_BYTES && this.#unpacked > this.#packed * ratio ? this.refuse(`it unpacks to more than ${ratio} times its size`) : null;
  }

  /** Before anything of an entry is read. */
  entry(name: string, bytes: number): void {
    const shown = JSON.stringify(name.slice(0, 100));
    if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\\') || name.includes('\0') || name.split('/').includes('..')) throw this.refuse(`${shown} leads out of it`);
    if (bytes > this.#limits.totalBytes) throw this.refuse(`${shown} is too large`);
    if (++this.#entries > this.#limits.entries) throw this.refuse(`it has more than ${this.#limits.entries} entries`);
  }

  keeps(path: string, bytes: number): boolean {
    return path !== '' && bytes <= this.#limits.fileBytes && TEXT.test(path);
  }
}
