import { contentHash } from '@twinmcp/kernel';
import type { PackageFiles } from '@twinmcp/libraries';
import { ArchivePackage, type ArchiveOptions } from './archive-package.ts';
import { ARCHIVE_LIMITS, ArchiveRules, type ArchiveAbout } from './archive-rules.ts';

/** Files that lie elsewhere (a commit) as a package in memory, held to what archives are held to. `stamp` names what they are files of. */
export async function collectPackage(about: ArchiveAbout, entries: Iterable<{ readonly path: string; readonly bytes: number }>, read: (path: string) => Promise<Uint8Array | null>, { limits = ARCHIVE_LIMITS, private: isPrivate = true, origin = null, stamp }: Omit<ArchiveOptions, 'goSum'> & { readonly stamp: string }): Promise<PackageFiles> {
  const rules = new ArchiveRules(about, limits, 0);
  let total = 0;
  for (const { path, bytes } of entries) {
    rules.entry(path, bytes);
    const content = rules.keeps(path, bytes) ? await read(path) : null;
    total += content?.length ?? 0;
    if (total > limits.totalBytes) throw rules.refuse(`it has more than ${limits.totalBytes} bytes of text`);
    rules.files.set(path, { bytes, content: content && Buffer.from(content) });
  }
  return new ArchivePackage(about, rules.files, { private: isPrivate, origin, stamp: contentHash(stamp) });
}
