import type { Ecosystem } from '@twinmcp/contracts';
import { type DomainError, isDomainError } from '@twinmcp/kernel';
import { isSameRegistry, type LibraryRecord, type LockProvenance, type PackageFiles } from '@twinmcp/libraries';
import { ARCHIVE_LIMITS, readArchive } from '@twinmcp/package-files';
import { checkIntegrity, type RegistryArchives, type RegistryReader } from '@twinmcp/registries';
import type { ArchiveShelf } from './archive-shelf.ts';

export interface FetchSettings {
  /** libraries.docs.fetch */
  readonly enabled: boolean;
  readonly maxBytes: number;
  /** Whether archives of public packages are kept on disk. */
  readonly keep: boolean;
}

export interface PackageAsked {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly lock?: LockProvenance;
}

export interface FetchedPackage {
  readonly files: PackageFiles;
  readonly notes: readonly string[];
}

/** Packages that are read are kept unpacked, since one question is seldom the last. */
const MAX_OPEN = 6;
/** What was refused is the same for a while: it is not fetched again for each question. */
const REFUSED_MS = 10 * 60_000;
const BELIEVED_MS = 60_000;

/** The files of a package in an exact version from its registry, or from what was fetched before. */
export class FetchPackage {
  readonly #archives: RegistryArchives | null;
  readonly #reader: RegistryReader | null;
  readonly #shelf: ArchiveShelf;
  readonly #settings: () => FetchSettings;
  readonly #open = new Map<string, Promise<FetchedPackage | null>>();
  readonly #records = new Map<string, { readonly until: number; readonly record: Pick<LibraryRecord, 'repository' | 'latest'> | null }>();
  readonly #refused = new Map<string, { readonly until: number; readonly error: DomainError }>();

  constructor(archives: RegistryArchives | null, reader: RegistryReader | null, shelf: ArchiveShelf, settings: () => FetchSettings) {
    this.#archives = archives;
    this.#reader = reader;
    this.#shelf = shelf;
    this.#settings = settings;
  }

  /** Why nothing is asked for; null = something is. */
  get off(): string | null {
    if (!this.#archives) return 'registries may not be asked (libraries.registries.enabled)';
    return this.#settings().enabled ? null : 'archives are not fetched (libraries.docs.fetch)';
  }

  /**
   * Null: its registry does not have it, or nobody may be asked. `unsupported` for an archive that is refused, `unavailable` and
   * `rate-limited` for a registry that does not answer.
   */
  async execute(asked: PackageAsked, signal?: AbortSignal): Promise<FetchedPackage | null> {
    const key = JSON.stringify([asked.ecosystem, asked.name, asked.version, asked.lock?.integrity ?? []]);
    const refused = this.#refused.get(key);
    if (refused && Date.now() < refused.until) throw refused.error;
    const known = this.#open.get(key);
    if (known) {
      this.#open.delete(key);
      this.#open.set(key, known);
      // Whoever asked first may have gone; that is no answer to whoever asks now.
      return known.catch((error: unknown) => {
        if (isDomainError(error) || signal?.aborted) throw error;
        return this.execute(asked, signal);
      });
    }
    const opening = this.#fetch(asked, signal);
    this.#open.set(key, opening);
    if (this.#open.size > MAX_OPEN) this.#open.delete(this.#open.keys().next().value!);
    const forget = () => this.#open.get(key) === opening && this.#open.delete(key);
    try {
      const found = await opening;
      if (found === null) forget(); // it may be published, or allowed, in a moment
      return found;
    } catch (error) {
      forget();
      if (isDomainError(error) && error.code === 'unsupported') {
        if (this.#refused.size > 500) this.#refused.clear();
        this.#refused.set(key, { until: Date.now() + REFUSED_MS, error });
      }
      throw error;
    }
  }

  /** The newest version that its registry has; null where it has none, nobody may be asked, or it is not of that repository (`owner/project`). */
  async newest(ecosystem: Ecosystem, name: string, repository: string | null, signal?: AbortSignal): Promise<string | null> {
    if (this.off !== null || !this.#reader) return null;
    const record = await this.#record(this.#reader, ecosystem, name, signal);
    return record === null || (repository !== null && !isOfRepository(record.repository, repository)) ? null : record.latest;
  }

  /** Whether a package with this name is of a repository; asked before a version of it is fetched by the name of the repository alone. */
  async belongsTo(ecosystem: Ecosystem, name: string, repository: string, signal?: AbortSignal): Promise<boolean> {
    if (this.off !== null || !this.#reader) return false;
    return isOfRepository((await this.#record(this.#reader, ecosystem, name, signal))?.repository ?? null, repository);
  }

  /** That a registry has no such name is believed for a moment too: the name of a repository may be that of a package in any of several. */
  async #record(reader: RegistryReader, ecosystem: Ecosystem, name: string, signal: AbortSignal | undefined): Promise<Pick<LibraryRecord, 'repository' | 'latest'> | null> {
    const key = `${ecosystem}:${name}`;
    const known = this.#records.get(key);
    if (known && Date.now() < known.until) return known.record;
    const answer = await reader.read(ecosystem, name, { signal });
    const record = answer && { repository: answer.record.repository, latest: answer.record.latest };
    if (this.#records.size > 500) this.#records.clear();
    this.#records.set(key, { until: Date.now() + BELIEVED_MS, record });
    return record;
  }

  async #fetch({ ecosystem, name, version, lock = {} }: PackageAsked, signal?: AbortSignal): Promise<FetchedPackage | null> {
    const promised = lock.integrity ?? [];
    const goSum = promised.find((one) => one.startsWith('h1:')) ?? null;
    const limits = { ...ARCHIVE_LIMITS, archiveBytes: this.#settings().maxBytes };
    const kept = await this.#shelf.get(ecosystem, name, version);
    if (kept && checkIntegrity(kept.bytes, promised) !== false) return { files: await readArchive(kept.bytes, { ecosystem, name, version }, { limits, goSum, origin: kept.about.origin }), notes: kept.about.notes };
    if (this.off !== null) return null;
    const home = this.#archives!.hostOf(ecosystem);
    // A package of somebody's own registry must not be looked for, nor its name told, elsewhere.
    if (home === null || (lock.registry !== undefined && !isSameRegistry(ecosystem, lock.registry, home))) return null;
    const found = await this.#archives!.find(ecosystem, name, version, { signal });
    let trouble: unknown = null;
    for (const offer of found?.offers ?? []) {
      try {
        const archive = await this.#archives!.download(ecosystem, offer, promised, { signal });
        if (!archive) continue;
        const notes = archive.verified === null && goSum === null ? [`${name}@${version} was fetched without a checksum to compare: neither its registry nor a lock file gives one`] : [];
        const files = await readArchive(archive.bytes, { ecosystem, name, version }, { limits, goSum, private: found!.private, origin: found!.origin });
        if (!files.private && this.#settings().keep) await this.#shelf.put(ecosystem, name, version, { bytes: archive.bytes, about: { origin: found!.origin, notes } });
        return { files, notes };
      } catch (error) {
        if (signal?.aborted) throw error;
        trouble ??= error; // a wheel may do where the source distribution does not
      }
    }
    if (trouble !== null) throw trouble;
    return null;
  }
}

/** `git+https://github.com/owner/project.git` is of `owner/project`. */
function isOfRepository(address: string | null, repository: string): boolean {
  const path = /[/:]([^/:]+\/[^/]+?)(?:\.git)?(?:[/#?].*)?$/.exec((address ?? '').replace(/^[\w+]+:\/\/[^/]+/, ''))?.[1];
  return path !== undefined && path.toLowerCase() === repository.toLowerCase();
}
