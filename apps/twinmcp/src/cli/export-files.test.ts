import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PortableRecord } from '@twinmcp/contracts';
import { ManifestWriter } from '@twinmcp/vectorization';
import { ExportWriter, recordsOfExport, verifyExport } from './export-files.ts';

const HEAD = { workspace: 'demo', createdAt: '2026-01-02T03:04:05.678Z', model: 'm', dimensions: 4, analyzer: '1', generation: 7, files: 2, chunks: 2 };
const record = (name: string): PortableRecord => ({
  path: `${name}.ts`, language: 'typescript', fileHash: 'h', lines: 1, bytes: 1, pathTerms: [[name, 1]], from: 0, last: true,
  chunks: [{ id: name, kind: 'symbol', symbol: null, startLine: 1, endLine: 1, textHash: '0123456789abcdef', vector: { scale: 0.5, data: 'AQIDBA==' }, terms: [['日本', 1, 0, 0]] }],
});
let base: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'export-'));
  folder = path.join(base, 'export');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const written = async () => {
  const writer = new ExportWriter(folder, HEAD);
  for (const name of ['a', 'b']) await writer.add(record(name));
  await writer.finish();
};
const verify = () => verifyExport(folder, () => {});
const read = async () => {
  const found: PortableRecord[] = [];
  for await (const one of recordsOfExport(folder, await verify())) found.push(one);
  return found;
};
/** A part with a manifest that vouches for it. */
const forged = (content: Buffer, records = 2) => {
  const writer = new ManifestWriter();
  const part = { part: 'part-00001.jsonl.gz', bytes: content.length, records, files: 2, chunks: 2, sha256: createHash('sha256').update(content).digest('hex') };
  writeFileSync(path.join(folder, part.part), content);
  writeFileSync(path.join(folder, 'manifest.jsonl'), [writer.head(HEAD), writer.part(part), writer.foot()].join(''));
};

describe('the files of an export', () => {
  it('are read as they were written', async () => {
    await written();
    expect(await read()).toEqual([record('a'), record('b')]);
    expect(readdirSync(folder).sort()).toEqual(['manifest.jsonl', 'part-00001.jsonl.gz']);
  });

  it('are no export until they are finished, and nothing when they are discarded', async () => {
    const writer = new ExportWriter(folder, HEAD);
    await writer.add(record('a'));
    await expect(verify()).rejects.toThrow('no manifest.jsonl');
    await writer.discard();
    expect(readdirSync(base)).toEqual([]);
  });

  it('are never written over', async () => {
    await written();
    const before = readFileSync(path.join(folder, 'manifest.jsonl'));
    expect(() => new ExportWriter(folder, HEAD)).toThrow('is not empty');
    expect(readFileSync(path.join(folder, 'manifest.jsonl'))).toEqual(before);
  });

  it('are refused with any byte of a part changed, a part missing or cut', async () => {
    await written();
    const file = path.join(folder, 'part-00001.jsonl.gz');
    const intact = readFileSync(file);
    for (let at = 0; at < intact.length; at += 7) {
      const damaged = Buffer.from(intact);
      damaged[at]! ^= 0x10;
      writeFileSync(file, damaged);
      await expect(verify()).rejects.toThrow('is damaged');
    }
    writeFileSync(file, intact.subarray(0, intact.length - 1));
    await expect(verify()).rejects.toThrow('is damaged');
    rmSync(file);
    await expect(verify()).rejects.toThrow('is missing');
  });

  it('are refused when a manifest vouches for what is no export', async () => {
    await written();
    const lines = [record('a'), record('b')].map((one) => JSON.stringify(one)).join('\n');
    for (const [content, message] of [
      [Buffer.from('no gzip'), 'cannot be read'],
      [gzipSync('{"path":"../../etc/passwd"}\n{}\n'), 'record 1 of part-00001.jsonl.gz cannot be read'],
      [gzipSync(`${lines}\n${JSON.stringify({ ...record('c'), path: '/etc/passwd' })}\n`), 'record 3'],
      [gzipSync(lines), 'ends within a record'],
      [gzipSync(`${lines.split('\n')[0]}\n`), '1 records instead of 2'],
      [gzipSync(Buffer.alloc(8 * 1024 * 1024, 32)), 'more than'],
    ] as const) {
      forged(content);
      await expect(read()).rejects.toThrow(message);
    }
  });
});
