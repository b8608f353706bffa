import { createHash } from 'node:crypto';
import { DomainError } from '@twinmcp/kernel';
import { fromBufferPromise, type ZipFile } from 'yauzl';
import type { ArchiveRules } from './archive-rules.ts';

const LINK = 0o12;
const FILE = 0o10;
const FOLDER = 0o4;

/**
 * A zip archive (wheels, modules of Go). `prefix` is what every entry has to begin with and is taken off. Gives the checksum
 * that go.sum has of a module (`h1:`; golang.org/x/mod/sumdb/dirhash, Hash1): that of the sorted list of the checksums of all files.
 */
export async function readZip(bytes: Buffer, rules: ArchiveRules, prefix: string): Promise<string> {
  const sums: string[] = [];
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(bytes, { validateEntrySizes: true, strictFileNames: true });
  } catch {
    throw rules.refuse('it is no zip archive');
  }
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName: name, uncompressedSize: size } = entry;
      const shown = JSON.stringify(name.slice(0, 100));
      const kind = (entry.externalFileAttributes >>> 28) & 0o17;
      // Whoever made the archive elsewhere than on a Unix leaves the kind open.
      if (kind === LINK) throw rules.refuse(`${shown} is a link`);
      if (kind !== 0 && kind !== FILE && kind !== FOLDER) throw rules.refuse(`${shown} is a thing of no kind`);
      if (entry.generalPurposeBitFlag & 1) throw rules.refuse(`${shown} is encrypted`);
      rules.entry(name, size);
      if (name.endsWith('/')) continue;
      if (!name.startsWith(prefix)) throw rules.refuse(`${shown} does not lie in ${prefix}`);
      const path = name.slice(prefix.length);
      const keep = rules.keeps(path, size);
      const hash = createHash('sha256');
      const parts: Buffer[] = [];
      for await (const part of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        const problem = rules.unpacked(part.length);
        if (problem) throw problem;
        hash.update(part);
        if (keep) parts.push(part);
      }
      sums.push(`${hash.digest('hex')}  ${name}\n`);
      rules.files.set(path, { bytes: size, content: keep ? Buffer.concat(parts) : null });
    }
  } catch (error) {
    throw error instanceof DomainError ? error : rules.refuse(/(absolute|relative) path|invalid characters/.test(String(error)) ? 'a path in it leads out of it' : 'it is damaged');
  } finally {
    zip.close();
  }
  return `h1:${createHash('sha256').update(sums.sort((a, b) => compareBytes(a.slice(66), b.slice(66))).join('')).digest('base64')}`;
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
