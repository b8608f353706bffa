import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '@twinmcp/kernel';
import { extract } from 'tar-stream';
import type { ArchiveRules } from './archive-rules.ts';

const PLAIN = ['file', 'contiguous-file', 'directory', 'pax-header', 'pax-global-header'];

/** A gzipped tar archive (npm, sdists, crates); the folder that everything lies in is taken off. */
export async function readTar(source: string | Buffer, rules: ArchiveRules): Promise<void> {
  const tar = extract();
  const packed = typeof source === 'string' ? createReadStream(source) : Readable.from([source]);
  const gunzip = createGunzip();
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    packed.destroy();
    gunzip.destroy();
    tar.destroy(error);
  };
  gunzip.on('data', (part: Buffer) => {
    const problem = rules.unpacked(part.length);
    if (problem) fail(problem);
  });
  packed.on('error', fail);
  gunzip.on('error', () => fail(rules.refuse('it is no gzipped archive')));
  packed.pipe(gunzip).pipe(tar);
  try {
    for await (const entry of tar) {
      const { name, type, size } = entry.header;
      if (type === 'symlink' || type === 'link') throw rules.refuse(`${JSON.stringify(name.slice(0, 100))} is a link`);
      if (!PLAIN.includes(type ?? '')) throw rules.refuse(`${JSON.stringify(name.slice(0, 100))} is a ${type ?? 'thing of no kind'}`);
      const bytes = size ?? 0;
      rules.entry(name, bytes);
      const path = name.replace(/^(?:\.\/)+/, '').split('/').slice(1).join('/');
      const keep = type === 'file' && rules.keeps(path, bytes);
      const parts: Buffer[] = [];
      for await (const part of entry as AsyncIterable<Buffer>) if (keep) parts.push(part);
      if (type === 'file' && path !== '') rules.files.set(path, { bytes, content: keep ? Buffer.concat(parts) : null });
    }
  } catch (error) {
    throw failure ?? (error instanceof DomainError ? error : rules.refuse('it is damaged'));
  } finally {
    packed.destroy();
    gunzip.destroy();
    tar.destroy();
  }
  if (failure) throw failure;
}
