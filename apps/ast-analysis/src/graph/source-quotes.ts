import type { GraphSymbol } from '@twinmcp/code-graph';
import { LocalError, contentHash } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { decodeLines, signatureOf, type LineIndex, type WorkspaceSourceReader } from '@twinmcp/workspaces';

const FILES_AT_ONCE = 8;
const MAX_LINE = 300;

export type Quote = () => string | null;

interface Wanted {
  readonly fileHash: string;
  readonly take: (lines: LineIndex) => string | null;
  text: string | null;
}

/**
 * Text of an answer, read from the source now (HM-7) and only from files that are what was indexed. First everything is
 * asked for, then each file is read once, then the quotes say what was found.
 */
export class SourceQuotes {
  readonly #source: WorkspaceSourceReader;
  readonly #wanted = new Map<string, Wanted[]>();
  readonly #stale = new Set<string>();

  constructor(source: WorkspaceSourceReader) {
    this.#source = source;
  }

  /** Files that changed or went away since they were indexed. */
  get stale(): string[] {
    return [...this.#stale].sort();
  }

  line(path: string, fileHash: string, line: number): Quote {
    return this.#want(path, fileHash, (lines) => {
      const text = lines.slice(line, line).trim();
      return text === '' ? null : text.slice(0, MAX_LINE);
    });
  }

  signature(symbol: Pick<GraphSymbol, 'path' | 'fileHash' | 'language' | 'startLine' | 'endLine' | 'nameLine'>): Quote {
    return this.#want(symbol.path, symbol.fileHash, (lines) => signatureOf(lines, symbol.language, symbol));
  }

  async read(ctx: CallContext): Promise<void> {
    const files = [...this.#wanted].values();
    this.#wanted.clear();
    const work = async (): Promise<void> => {
      for (const [path, wanted] of files) {
        if (ctx.signal?.aborted) throw new LocalError('cancelled', 'nobody waits for the answer any more', ctx.signal.reason);
        if (ctx.deadline.expired) throw new LocalError('timeout', 'quoting the source took too long');
        await this.#readFile(path, wanted);
      }
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
  }

  #want(path: string, fileHash: string, take: Wanted['take']): Quote {
    const wanted: Wanted = { fileHash, take, text: null };
    const list = this.#wanted.get(path);
    if (list) list.push(wanted);
    else this.#wanted.set(path, [wanted]);
    return () => wanted.text;
  }

  async #readFile(path: string, wanted: readonly Wanted[]): Promise<void> {
    const read = await this.#source.read(path);
    const hash = read.ok ? contentHash(read.content) : null;
    const lines = read.ok ? decodeLines(read.content) : null;
    for (const one of wanted) {
      if (hash !== one.fileHash) this.#stale.add(path);
      else if (lines) one.text = one.take(lines);
    }
  }
}
