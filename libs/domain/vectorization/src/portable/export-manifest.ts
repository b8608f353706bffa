import { ExportHeader } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const EXPORT_FORMAT = 'twinmcp-index-export';
/** Changes whenever a program of before could misread what is written. */
export const EXPORT_VERSION = 1;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Head = z.strictObject({ format: z.literal(EXPORT_FORMAT), version: z.literal(EXPORT_VERSION), workspace: z.string(), createdAt: z.iso.datetime(), ...ExportHeader.shape });
const Part = z.strictObject({ part: z.string().regex(/^part-\d{5,}\.jsonl\.gz$/), bytes: z.number().int().positive(), records: z.number().int().positive(), files: z.number().int().min(0), chunks: z.number().int().min(0), sha256: Sha256 });
const Foot = z.strictObject({ parts: z.number().int().min(0), records: z.number().int().min(0), files: z.number().int().min(0), chunks: z.number().int().min(0), sha256: Sha256 });

export type ManifestHead = z.output<typeof Head>;
export type ManifestPart = z.output<typeof Part>;
export interface ExportManifest {
  readonly head: ManifestHead;
  readonly parts: readonly ManifestPart[];
}

/** Written line by line while the parts are; the last line vouches for all before it, so an export that was cut off is none. */
export class ManifestWriter {
  readonly #hash = createHash('sha256');
  #parts = 0;
  #records = 0;
  #files = 0;
  #chunks = 0;

  head(head: Omit<ManifestHead, 'format' | 'version'>): string {
    return this.#line(Head.parse({ format: EXPORT_FORMAT, version: EXPORT_VERSION, ...head }));
  }

  part(part: ManifestPart): string {
    this.#parts++;
    this.#records += part.records;
    this.#files += part.files;
    this.#chunks += part.chunks;
    return this.#line(Part.parse(part));
  }

  foot(): string {
    return `${JSON.stringify({ parts: this.#parts, records: this.#records, files: this.#files, chunks: this.#chunks, sha256: this.#hash.digest('hex') })}\n`;
  }

  #line(value: object): string {
    const line = `${JSON.stringify(value)}\n`;
    this.#hash.update(line);
    return line;
  }
}

/** Refuses (`conflict`) whatever `ManifestWriter` did not write, byte for byte, and versions it does not know (`unsupported`). */
export function readManifest(bytes: Uint8Array): ExportManifest {
  const text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(bytes);
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length < 2) throw damaged('it is not complete');
  const version = versionOf(lines[0]!);
  // Said first: a newer program may write what follows otherwise, and "damaged" would be a wrong word for that.
  if (version !== null && version > EXPORT_VERSION) throw new DomainError('unsupported', `the export has version ${version}; this program reads up to ${EXPORT_VERSION}: use a newer one`);
  const head = parse(Head, lines[0]!);
  const parts = lines.slice(1, -1).map((line) => parse(Part, line));
  const foot = parse(Foot, lines.at(-1)!);
  const writer = new ManifestWriter();
  const { format: _format, version: _version, ...about } = head;
  const written = [writer.head(about), ...parts.map((part) => writer.part(part)), writer.foot()].join('');
  if (written !== text || !Buffer.from(written).equals(bytes)) throw damaged('its checksum is not that of its content');
  if (foot.files !== head.files || foot.chunks !== head.chunks) throw damaged(`it holds ${foot.files} files and ${foot.chunks} chunks instead of ${head.files} and ${head.chunks}`);
  if (new Set(parts.map(({ part }) => part)).size !== parts.length) throw damaged('it names a part twice');
  return { head, parts };
}

function parse<T extends z.ZodType>(schema: T, line: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw damaged('one of its lines cannot be read');
  }
}

function versionOf(line: string): number | null {
  try {
    const { format, version } = JSON.parse(line) as { format?: unknown; version?: unknown };
    return format === EXPORT_FORMAT && typeof version === 'number' ? version : null;
  } catch {
    return null;
  }
}

function damaged(why: string): DomainError {
  return new DomainError('conflict', `the manifest of the export is damaged: ${why}`);
}
