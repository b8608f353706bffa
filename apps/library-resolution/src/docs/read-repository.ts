import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Ecosystem } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { GitSource } from '@twinmcp/git';
import type { PackageFiles } from '@twinmcp/libraries';
import { collectPackage } from '@twinmcp/package-files';

export interface RepositorySettings {
  /** libraries.docs.git_hosts; `file` stands for repositories on this machine. */
  readonly hosts: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RepositoryAsked {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  /** As a lock file has it: `git+https://host/owner/project.git#<commit>`. */
  readonly address: string;
}

/**
 * The files of a package that a lock file has from a commit. Whether everybody may read that repository nobody knows: its files
 * are held in memory, and the clone is gone before they are answered. Null when no repository or no commit is named.
 */
export async function readRepository({ ecosystem, name, version, address }: RepositoryAsked, { hosts, env }: RepositorySettings, signal?: AbortSignal): Promise<PackageFiles | null> {
  const place = placeOf(address);
  if (!place) return null;
  if (!hosts.includes(place.host)) throw new DomainError('unavailable', `it comes from a repository on ${place.host}, which is not read (libraries.docs.git_hosts)`);
  const cacheDir = await mkdtemp(path.join(tmpdir(), 'twinmcp-docs-'));
  const source = new GitSource({ url: place.url, ref: place.commit, cacheDir, env, shallow: true });
  try {
    const { entries } = await source.snapshot(signal);
    return await collectPackage({ ecosystem, name, version }, entries.map(({ path: at, size }) => ({ path: at, bytes: size })), async (at) => {
      const file = await source.read(at);
      return file.ok ? file.content : null;
    }, { private: true, origin: place.host, stamp: `${place.url}#${place.commit}` });
  } finally {
    await source.close();
    await rm(cacheDir, { recursive: true, force: true });
  }
}

/** Only a commit is an exact version: a branch is another one tomorrow. */
function placeOf(address: string): { url: string; host: string; commit: string } | null {
  const [before = '', commit = ''] = address.split('#');
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)) return null;
  const url = before.replace(/^git\+/, '').replace(/^github:/, 'https://github.com/').replace(/\?.*$/, '');
  if (!URL.canParse(url)) return null;
  const { protocol, host } = new URL(url);
  return { url, commit, host: protocol === 'file:' ? 'file' : host.replace(/^.*@/, '') };
}
