import type { RangeText, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import { contentHash } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { decodeLines, type LineIndex, type Revision, type WorkspaceSourceReader } from '@twinmcp/workspaces';
import { enclosingLine } from './enclosing-lines.ts';
import type { ReindexOnChange } from '../jobs/reindex-on-change.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

type Input = RpcParsedInput<typeof astAnalysis.readRanges>;
type RangeRequest = Input['ranges'][number];

/** Of text in one answer, as JSON; what is around it fits into the 512 KiB of a message. */
const MAX_TEXT_BYTES = 480 * 1024;
/** A range that has no room must not be cut silently: it is left out and counted. */
const OVERHEAD_BYTES = 64;

interface OpenFile {
  readonly lines: LineIndex;
  readonly hash: string;
  readonly dirty: boolean;
  readonly parser: RangeText['parser'];
}

export class ReadRanges {
  readonly #registry: WorkspaceRegistry;
  readonly #open: OpenWorkspaces;
  readonly #reindex: ReindexOnChange;

  constructor(registry: WorkspaceRegistry, open: OpenWorkspaces, reindex: ReindexOnChange) {
    this.#registry = registry;
    this.#open = open;
    this.#reindex = reindex;
  }

  async execute(input: Input, ctx: CallContext): Promise<{ ranges: RangeText[]; omitted: number }> {
    const record = await this.#registry.get(input.workspaceId, ctx.tenant);
    const source = await this.#open.reader(record);
    const revision = await source.revision().catch(() => null);
    const files = new Map<string, Promise<OpenFile | null>>();
    const ranges: RangeText[] = [];
    let bytes = 0;
    let omitted = 0;
    let changed = false;
    for (const request of input.ranges) {
      if (!files.has(request.path)) files.set(request.path, this.#openFile(record.workspace.id, source, revision, request.path));
      const range = toRange(request, await files.get(request.path)!, revision);
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

  async #openFile(workspaceId: string, source: WorkspaceSourceReader, revision: Revision | null, path: string): Promise<OpenFile | null> {
    const [read, entry] = await Promise.all([source.read(path), this.#open.store(workspaceId).file(path).catch(() => null)]);
    const lines = read.ok ? decodeLines(read.content) : null;
    if (!read.ok || lines === null) return null;
    const hash = contentHash(read.content);
    return { lines, hash, dirty: revision?.differs(path, read.content) ?? false, parser: entry?.hash === hash ? entry.quality : null };
  }
}

function toRange({ path, fileHash, widen, enclosing, ...wanted }: RangeRequest, file: OpenFile | null, revision: Revision | null): RangeText {
  const commit = revision?.commit ?? null;
  if (!file) return { path, ...wanted, status: 'missing', text: '', fileHash: null, commit, dirty: false, parser: null, enclosing: null };
  const { startLine, endLine } = widened(wanted, file.lines.count, widen);
  const status = fileHash !== undefined && fileHash !== file.hash ? 'stale' : startLine > file.lines.count ? 'missing' : 'fresh';
  const text = file.lines.slice(startLine, endLine);
  return { path, ...(startLine === wanted.startLine ? {} : { askedStart: wanted.startLine }), startLine, endLine: Math.max(startLine, Math.min(endLine, file.lines.count)), status, text, fileHash: file.hash, commit, dirty: file.dirty, parser: file.parser, enclosing: enclosing === true && status === 'fresh' ? enclosingLine(file.lines, startLine) : null };
}

/** A file that is hardly longer than what is asked of it is cheaper whole than with its edges cut off. */
function widened({ startLine, endLine }: { startLine: number; endLine: number }, lines: number, most: number | undefined): { startLine: number; endLine: number } {
  const asked = Math.max(0, Math.min(endLine, lines) - startLine + 1);
  return most !== undefined && asked > 0 && lines - asked <= most ? { startLine: 1, endLine: lines } : { startLine, endLine };
}
