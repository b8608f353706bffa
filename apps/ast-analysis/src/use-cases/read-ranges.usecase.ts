import type { RangeText, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import { contentHash } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { decodeMapped, type Revision, type WorkspaceSourceReader } from '@twinmcp/workspaces';
import { enclosingLine } from './enclosing-lines.ts';
import { partsFor, textsOf, widened } from './range-parts.ts';
import type { ReindexOnChange } from '../jobs/reindex-on-change.ts';
import { KnownFiles, type KnownFile } from '../sources/known-files.ts';
import { DiskPace } from '../sources/disk-pace.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

type Input = RpcParsedInput<typeof astAnalysis.readRanges>;
type RangeRequest = Input['ranges'][number];

/** Of text in one answer, as JSON; what is around it fits into the 512 KiB of a message. */
const MAX_TEXT_BYTES = 480 * 1024;
/** A range that has no room must not be cut silently: it is left out and counted. */
const OVERHEAD_BYTES = 64;
/** Files read whole at once. */
const AT_ONCE = 8;

interface OpenFile {
  readonly count: number;
  readonly hash: string;
  readonly dirty: boolean;
  readonly parser: RangeText['parser'];
  slice(startLine: number, endLine: number): string;
  enclosing(startLine: number): { line: number; text: string } | null;
}

interface Reading {
  readonly workspaceId: string;
  readonly source: WorkspaceSourceReader;
  readonly revision: Revision | null;
}

export class ReadRanges {
  readonly #registry: WorkspaceRegistry;
  readonly #open: OpenWorkspaces;
  readonly #reindex: ReindexOnChange;
  readonly #known = new KnownFiles();
  readonly #disk = new DiskPace();

  constructor(registry: WorkspaceRegistry, open: OpenWorkspaces, reindex: ReindexOnChange) {
    this.#registry = registry;
    this.#open = open;
    this.#reindex = reindex;
  }

  async execute(input: Input, ctx: CallContext): Promise<{ ranges: RangeText[]; omitted: number }> {
    const record = await this.#registry.get(input.workspaceId, ctx.tenant);
    const source = await this.#open.reader(record);
    const revision = await source.revision().catch(() => null);
    const files = await this.#files({ workspaceId: record.workspace.id, source, revision }, input.ranges);
    const ranges: RangeText[] = [];
    let bytes = 0;
    let omitted = 0;
    let changed = false;
    for (const request of input.ranges) {
      const range = toRange(request, files.get(request.path) ?? null, revision);
      changed ||= range.status === 'stale' || (range.status === 'missing' && request.fileHash !== undefined);
      const size = Buffer.byteLength(JSON.stringify(range)) + OVERHEAD_BYTES;
      if (bytes + size > MAX_TEXT_BYTES) {
        omitted++;
        continue;
      }
      bytes += size;
      ranges.push(range);
    }
    if (changed) this.#reindex.noticed(input.workspaceId, ctx);
    return { ranges, omitted };
  }

  /** A file that has not changed since it was indexed or read is read in parts: where its lines stand, and its hash, are known. */
  async #files(reading: Reading, ranges: readonly RangeRequest[]): Promise<Map<string, OpenFile | null>> {
    const files = new Map<string, OpenFile | null>();
    const whole: string[] = [];
    for (const [path, asked] of Map.groupBy(ranges, (range) => range.path)) {
      const file = this.#inParts(reading, path, asked);
      if (file === null) whole.push(path);
      else files.set(path, file);
    }
    const next = async (): Promise<void> => {
      for (let path = whole.pop(); path !== undefined; path = whole.pop()) files.set(path, await this.#whole(reading, path));
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, whole.length) }, next));
    return files;
  }

  #inParts({ workspaceId, source, revision }: Reading, path: string, ranges: readonly RangeRequest[]): OpenFile | null {
    const started = performance.now();
    if (!source.readParts || this.#disk.slow(started)) return null;
    const known = this.#knownFile(workspaceId, path, revision);
    if (known === null) return null;
    const wanted = partsFor(known, ranges);
    const contents = source.readParts(path, known.version, wanted.map(({ part }) => part));
    this.#disk.took(performance.now() - started, started);
    if (contents === null) return null;
    const texts = textsOf(known, wanted, contents);
    if (texts === null) return null;
    this.#known.set(workspaceId, path, known);
    const slice = (startLine: number, endLine: number): string => texts.get(`${startLine}-${endLine}`) ?? '';
    return {
      count: known.map.count, hash: known.hash, dirty: known.compared.dirty, parser: known.parser, slice,
      enclosing: (startLine) => {
        const line = known.enclosing.get(startLine) ?? 0;
        return line === 0 ? null : { line, text: slice(line, line).replace(/\n$/, '') };
      },
    };
  }

  /** What an earlier answer or the index tells of the file; null where it has to be read whole. */
  #knownFile(workspaceId: string, path: string, revision: Revision | null): KnownFile | null {
    const commit = revision?.commit ?? null;
    const known = this.#known.get(workspaceId, path);
    if (known && known.parser !== null && known.compared.commit === commit) return known;
    const located = this.#open.store(workspaceId).located(path);
    if (located === null) return null;
    const { entry, layout } = located;
    const dirty = revision === null ? false : layout.blob === null ? null : (revision.differsFrom?.(path, layout.blob) ?? null);
    return dirty === null ? null : { version: entry.version, hash: entry.hash, map: layout.map, parser: entry.quality, compared: { commit, dirty }, enclosing: new Map() };
  }

  async #whole({ workspaceId, source, revision }: Reading, path: string): Promise<OpenFile | null> {
    const [read, entry] = await Promise.all([source.read(path), this.#open.store(workspaceId).file(path).catch(() => null)]);
    const decoded = read.ok ? decodeMapped(read.content) : null;
    if (!read.ok || decoded === null) return null;
    const { lines, map } = decoded;
    // The version that it was indexed at tells its hash: whoever trusts it there need not count again here.
    const hash = entry !== null && read.version === entry.version ? entry.hash : contentHash(read.content);
    const dirty = revision?.differs(path, read.content) ?? false;
    const parser = entry?.hash === hash ? entry.quality : null;
    const enclosing = this.#known.get(workspaceId, path)?.hash === hash ? this.#known.get(workspaceId, path)!.enclosing : new Map<number, number>();
    if (map !== null && read.version !== undefined) this.#known.set(workspaceId, path, { version: read.version, hash, map, parser, compared: { commit: revision?.commit ?? null, dirty }, enclosing });
    return {
      count: lines.count, hash, dirty, parser,
      slice: (startLine, endLine) => lines.slice(startLine, endLine),
      enclosing: (startLine) => {
        const found = enclosingLine(lines, startLine) ?? null;
        enclosing.set(startLine, found?.line ?? 0);
        return found;
      },
    };
  }
}

function toRange({ path, fileHash, widen, enclosing, withText, ...wanted }: RangeRequest, file: OpenFile | null, revision: Revision | null): RangeText {
  const commit = revision?.commit ?? null;
  if (!file) return { path, ...wanted, status: 'missing', text: '', fileHash: null, commit, dirty: false, parser: null, enclosing: null };
  const { startLine, endLine } = widened(wanted, file.count, widen);
  const status = fileHash !== undefined && fileHash !== file.hash ? 'stale' : startLine > file.count ? 'missing' : 'fresh';
  const text = withText === false ? '' : file.slice(startLine, endLine);
  return { path, ...(startLine === wanted.startLine ? {} : { askedStart: wanted.startLine }), startLine, endLine: Math.max(startLine, Math.min(endLine, file.count)), status, text, fileHash: file.hash, commit, dirty: file.dirty, parser: file.parser, enclosing: enclosing === true && withText !== false && status === 'fresh' ? file.enclosing(startLine) : null };
}
