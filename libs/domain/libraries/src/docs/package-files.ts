import type { Ecosystem } from '@twinmcp/contracts';

export interface PackageFile {
  /** Relative to the package, `/` between parts. */
  readonly path: string;
  readonly bytes: number;
}

/** The files of one package in one version. Implementations: an installed folder, an archive in memory. */
export interface PackageFiles {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly source: 'installed' | 'archive';
  /** Host of the registry, or address of the repository, that it was fetched from; null = it was here. */
  readonly origin?: string | null;
  /** Not from a public registry, or marked as not to be published: its content is not stored and goes to no other service. */
  readonly private: boolean;
  /** Changes when the files may have changed. */
  readonly stamp: string;
  /** package.json, where there is one. */
  readonly manifest: Readonly<Record<string, unknown>>;
  list(): Promise<readonly PackageFile[]>;
  /** Null when it is not there, no regular file, outside the package or larger than asked for. */
  read(path: string, maxBytes: number): Promise<Uint8Array | null>;
}
