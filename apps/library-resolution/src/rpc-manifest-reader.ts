import { astAnalysis, type RangeText } from '@twinmcp/contracts';
import type { ManifestFile, ManifestReader } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';

const FIRST_LINES = 1_000;
const PATHS_A_CALL = 40;
/** Of two thousand files each. */
const MAX_PAGES = 100;
/** Of text in one answer; ast-analysis leaves out what is past 480 KiB as JSON, where quotes and line ends take two bytes. */
const ANSWER_BYTES = 300_000;

interface Reading {
  readonly path: string;
  text: string;
  line: number;
  lines: number;
  hash: string | null;
  restarted: boolean;
}

/** Reads whole files through the range reader of ast-analysis, in slices as large as an answer may be. */
export class RpcManifestReader implements ManifestReader {
  readonly #rpc: RpcClient;
  readonly #ctx: CallContext;
  readonly #workspaceId: string;

  constructor(rpc: RpcClient, workspaceId: string, ctx: CallContext) {
    this.#rpc = rpc;
    this.#workspaceId = workspaceId;
    this.#ctx = ctx;
  }

  async read(paths: readonly string[], maxBytes: number): Promise<ManifestFile[]> {
    const files: ManifestFile[] = [];
    for (let at = 0; at < paths.length; at += PATHS_A_CALL) {
      const batch = paths.slice(at, at + PATHS_A_CALL);
      const heads = await this.#ranges(batch.map((path) => ({ path, startLine: 1, endLine: FIRST_LINES })));
      for (const path of batch) {
        const file = await this.#finish(path, heads.get(path), maxBytes);
        if (file) files.push(file);
      }
    }
    return files;
  }

  /** From the index: a workspace that nobody indexed yet has none, and what it ignores is not in it. */
  async find(baseName: string): Promise<string[]> {
    const found: string[] = [];
    for (let after = '', page = 0; page < MAX_PAGES; page++) {
      const { files, more } = await this.#rpc.call(astAnalysis.listManifest, { workspaceId: this.#workspaceId, after, limit: 2_000 }, this.#ctx);
      found.push(...files.map(({ path }) => path).filter((path) => path === baseName || path.endsWith(`/${baseName}`)));
      if (!more || files.length === 0) break;
      after = files.at(-1)!.path;
    }
    return found;
  }

  async #finish(path: string, head: RangeText | undefined, maxBytes: number): Promise<ManifestFile | null> {
    const reading: Reading = { path, text: '', line: 1, lines: FIRST_LINES, hash: null, restarted: false };
    // A head that had no room among the others is asked for alone, in ever smaller slices.
    for (let range = head; ; range = undefined) {
      range ??= await this.#slice(reading);
      if (!range) return { path, text: reading.text, cut: `line ${reading.line} is too long to read` };
      if (range.status === 'missing' && range.fileHash === null && reading.hash === null) return null;
      if (reading.hash !== null && range.fileHash !== reading.hash) {
        if (reading.restarted) return { path, text: '', cut: 'changes while it is read' };
        Object.assign(reading, { text: '', line: 1, lines: FIRST_LINES, hash: null, restarted: true });
        continue;
      }
      reading.hash = range.fileHash;
      // A range that begins after the last line is "missing" in a file that is there: the end.
      if (range.status === 'missing') return { path, text: reading.text };
      reading.text += range.text;
      if (reading.text.length > maxBytes) return { path, text: reading.text.slice(0, maxBytes), cut: `is over ${maxBytes} bytes and not read to its end` };
      const got = range.endLine - range.startLine + 1;
      if (got < reading.lines) return { path, text: reading.text };
      if (!reading.text.endsWith('\n')) reading.text += '\n';
      reading.line = range.endLine + 1;
      reading.lines = Math.max(1, Math.min(100_000, Math.floor((ANSWER_BYTES * got) / Math.max(1, range.text.length))));
    }
  }

  /** The next slice, halved until it fits; undefined when a single line does not. */
  async #slice(reading: Reading): Promise<RangeText | undefined> {
    for (; ; reading.lines = Math.floor(reading.lines / 2)) {
      const found = (await this.#ranges([{ path: reading.path, startLine: reading.line, endLine: reading.line + reading.lines - 1 }])).get(reading.path);
      if (found || reading.lines <= 1) return found;
    }
  }

  /** Left-out ranges are not in the answer: by path, since a call asks for one range a file. */
  async #ranges(ranges: { path: string; startLine: number; endLine: number }[]): Promise<Map<string, RangeText>> {
    const answer = await this.#rpc.call(astAnalysis.readRanges, { workspaceId: this.#workspaceId, ranges }, this.#ctx);
    return new Map(answer.ranges.map((range) => [range.path, range]));
  }
}
