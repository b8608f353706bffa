import { MemoryMessageBus } from '@twinmcp/bus-memory';
import { astAnalysis, codeGraph, embedding, type ChunkHit, type RpcOutput, type SymbolHit, type WorkspaceStatus } from '@twinmcp/contracts';
import { contentHash, DomainError } from '@twinmcp/kernel';
import { BusRpcClient, serveRpc, type RpcHandler } from '@twinmcp/messaging';

/** Chunks are blocks of lines between blank lines; a block that starts with `function name` defines a symbol. */
interface Chunk extends Omit<ChunkHit, 'score'> {
  readonly text: string;
}

/** ast-analysis and embedding as far as this service sees them, over a few files in memory, answering the real contracts on a real bus. Tests make them slow, fail or stay away. */
export class PartnerServices {
  readonly bus = new MemoryMessageBus();
  readonly rpc = new BusRpcClient(this.bus);
  readonly calls: string[] = [];
  files: Map<string, string>;
  /** What is on disk now, when it differs from what was indexed. */
  disk: Map<string, string>;
  generation = 1;
  status: Partial<WorkspaceStatus> = {};
  /** Per verb: run before the answer; throw or wait to disturb it. */
  readonly disturb: Partial<Record<'find-symbols' | 'search' | 'find-past-changes' | 'relate-files' | 'find-references' | 'read-ranges' | 'workspace-status', (attempt: number) => Promise<void> | void>> = {};
  denseDown = false;
  /** Message of a past commit → the file it touched. */
  past: Record<string, string> = {};
  /** Path → the files that always change with it. */
  together: Record<string, string[]> = {};
  /** Path → commits since its last change; 0 where nothing is said. */
  ages: Record<string, number> = {};
  commit: string | null = '0123456789abcdef0123456789abcdef01234567';

  constructor(files: Record<string, string>) {
    this.files = new Map(Object.entries(files));
    this.disk = this.files;
  }

  async serve(verbs: readonly string[] = ['find-symbols', 'search', 'find-past-changes', 'relate-files', 'find-references', 'read-ranges', 'workspace-status']): Promise<this> {
    const handlers: [typeof astAnalysis.findSymbols | typeof astAnalysis.findPastChanges | typeof astAnalysis.relateFiles | typeof astAnalysis.readRanges | typeof astAnalysis.workspaceStatus | typeof codeGraph.findReferences | typeof embedding.search, RpcHandler<never>][] = [
      [astAnalysis.findSymbols, (async (input: { names: string[]; match: 'exact' | 'broad'; pathPrefix?: string }) => this.#findSymbols(input)) as unknown as RpcHandler<never>],
      [embedding.search, (async (input: { query: string; limit: number; channels: string[]; pathPrefix?: string; languages?: string[] }) => this.#search(input)) as unknown as RpcHandler<never>],
      [astAnalysis.findPastChanges, (async (input: { query: string }) => this.#findPastChanges(input.query)) as unknown as RpcHandler<never>],
      [astAnalysis.relateFiles, (async (input: { seeds: { path: string }[]; paths: string[] }) => this.#relateFiles(input)) as unknown as RpcHandler<never>],
      [codeGraph.findReferences, (async (input: { symbol: string }) => this.#findReferences(input.symbol)) as unknown as RpcHandler<never>],
      [astAnalysis.readRanges, (async (input: { ranges: { path: string; startLine: number; endLine: number; fileHash?: string }[] }) => this.#readRanges(input.ranges)) as unknown as RpcHandler<never>],
      [astAnalysis.workspaceStatus, (async (input: { workspaceId: string }) => this.#status(input.workspaceId)) as unknown as RpcHandler<never>],
    ];
    for (const [contract, handler] of handlers) {
      if (!verbs.includes(contract.verb)) continue;
      let attempt = 0;
      const disturbed = async (input: never, ctx: never) => {
        this.calls.push(contract.verb);
        await this.disturb[contract.verb as keyof typeof this.disturb]?.(++attempt);
        return (handler as (i: never, c: never) => Promise<never>)(input, ctx);
      };
      await serveRpc(this.bus, contract as never, disturbed as never);
    }
    return this;
  }

  chunks(): Chunk[] {
    return [...this.files].flatMap(([path, text]) => {
      const lines = text.split('\n');
      const chunks: Chunk[] = [];
      for (let start = 0; start < lines.length; ) {
        let end = start;
        while (end < lines.length && lines[end]!.trim() !== '') end++;
        if (end > start) {
          const symbol = /function\s+([\w.]+)/.exec(lines[start]!)?.[1] ?? null;
          chunks.push({ chunkId: `${path}:${start}`, path, language: languageOf(path), fileHash: contentHash(text), kind: symbol ? 'symbol' : 'text', symbol, startLine: start + 1, endLine: end, text: lines.slice(start, end).join('\n') });
        }
        start = end + 1;
      }
      return chunks;
    });
  }

  #findSymbols({ names, match, pathPrefix = '' }: { names: string[]; match: 'exact' | 'broad'; pathPrefix?: string }): RpcOutput<typeof astAnalysis.findSymbols> {
    const symbols = this.chunks().flatMap((chunk): SymbolHit[] => {
      if (chunk.symbol === null || !chunk.path.startsWith(pathPrefix)) return [];
      const name = chunk.symbol.slice(chunk.symbol.lastIndexOf('.') + 1);
      const score = Math.max(...names.map((asked) => similarity(asked, name, chunk.symbol!, match)));
      return score === 0 ? [] : [{ name, qualifiedName: chunk.symbol, kind: 'function', path: chunk.path, language: chunk.language, startLine: chunk.startLine, endLine: chunk.endLine, nameLine: chunk.startLine, container: null, exported: true, fileHash: chunk.fileHash, score, signature: null }];
    });
    return { symbols: symbols.sort((a, b) => b.score - a.score), nextCursor: null, generation: this.generation };
  }

  #search({ query, limit, channels, pathPrefix = '', languages }: { query: string; limit: number; channels: string[]; pathPrefix?: string; languages?: string[] }): RpcOutput<typeof embedding.search> {
    const words = query.toLowerCase().match(/[a-z]{3,}/g) ?? [];
    const hits = this.chunks().filter((chunk) => chunk.path.startsWith(pathPrefix) && (!languages || languages.includes(chunk.language))).map(({ text, ...chunk }) => ({ ...chunk, score: words.reduce((sum, word) => sum + (text.toLowerCase().split(word.slice(0, 6)).length - 1), 0) })).filter((hit) => hit.score > 0);
    hits.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
    return { generation: this.generation, lexical: channels.includes('lexical') ? hits.slice(0, limit) : [], dense: this.denseDown || !channels.includes('dense') ? [] : hits.slice(0, limit).map((hit) => ({ ...hit, score: hit.score / 20 })), degraded: this.denseDown && channels.includes('dense') ? [{ channel: 'dense', reason: 'the provider is down' }] : [], tookMs: 0 };
  }

  #findPastChanges(query: string): RpcOutput<typeof astAnalysis.findPastChanges> {
    const words = new Set(query.toLowerCase().match(/[a-z]{3,}/g) ?? []);
    const files = Object.entries(this.past).flatMap(([message, path]) => {
      const text = this.files.get(path);
      const score = (message.toLowerCase().match(/[a-z]{3,}/g) ?? []).filter((word) => words.has(word)).length;
      return text === undefined || score === 0 ? [] : [{ path, language: languageOf(path), fileHash: contentHash(text), lines: text.split('\n').length, score, commits: ['c1'] }];
    });
    return { files: files.sort((a, b) => b.score - a.score), coverage: files.length > 0 ? 0.5 : 0, commits: Object.keys(this.past).length, generation: this.generation };
  }

  #relateFiles({ seeds, paths }: { seeds: { path: string }[]; paths: string[] }): RpcOutput<typeof astAnalysis.relateFiles> {
    const company = new Set(seeds.flatMap(({ path }) => this.together[path] ?? []));
    const relation = (path: string) => [this.ages[path] ?? 0, company.has(path) ? 1 : 0];
    const more = [...company].filter((path) => !paths.includes(path) && this.files.has(path)).map((path) => ({ path, language: languageOf(path), fileHash: contentHash(this.files.get(path)!), lines: this.files.get(path)!.split('\n').length, relation: relation(path) }));
    return { relations: paths.map(relation), more, commits: 1, generation: this.generation };
  }

  /** Calls by text: the name before a parenthesis, on another line than its definition. */
  #findReferences(symbol: string): RpcOutput<typeof codeGraph.findReferences> {
    const references = [...this.files].flatMap(([path, text]) => text.split('\n').flatMap((line, i) => {
      if (!line.includes(`${symbol}(`) || line.startsWith('function')) return [];
      const within = this.chunks().find((chunk) => chunk.path === path && chunk.startLine <= i + 1 && i + 1 <= chunk.endLine)?.symbol ?? null;
      return [{ path, language: languageOf(path), line: i + 1, column: line.indexOf(symbol), kind: 'call' as const, confidence: 1, reason: 'same-file' as const, within, test: /test/.test(path), fileHash: contentHash(text), text: line.trim() }];
    }));
    return { definitions: [], references, total: references.length, nextCursor: null, stale: [], suggestions: [], generation: this.generation };
  }

  #readRanges(ranges: { path: string; startLine: number; endLine: number; fileHash?: string }[]): RpcOutput<typeof astAnalysis.readRanges> {
    const out: RpcOutput<typeof astAnalysis.readRanges>['ranges'] = [];
    let bytes = 0;
    for (const { path, startLine, endLine, fileHash } of ranges) {
      const text = this.disk.get(path);
      const slice = text === undefined ? '' : `${text.split('\n').slice(startLine - 1, endLine).join('\n')}\n`;
      if ((bytes += slice.length) > 480 * 1024 && out.length > 0) break;
      const hash = text === undefined ? null : contentHash(text);
      out.push({ path, startLine, endLine, status: hash === null ? 'missing' : fileHash === undefined || fileHash === hash ? 'fresh' : 'stale', text: slice, fileHash: hash, commit: this.commit, dirty: false, parser: 'full', enclosing: null });
    }
    return { ranges: out, omitted: ranges.length - out.length };
  }

  #status(workspaceId: string): WorkspaceStatus {
    if (workspaceId !== 'demo') throw new DomainError('workspace-not-found', `no workspace ${workspaceId}`);
    return { workspace: { id: 'demo', name: 'demo', source: { kind: 'directory', root: '/demo' }, createdAt: 0 }, state: 'ready', generation: this.generation, indexedAt: 0, summary: null, job: null, watch: null, ...this.status };
  }
}

function similarity(asked: string, name: string, qualified: string, match: 'exact' | 'broad'): number {
  if (asked === name || asked === qualified) return 1;
  if (asked.toLowerCase() === name.toLowerCase() || asked.toLowerCase() === qualified.toLowerCase()) return 0.95;
  return match === 'broad' && name.toLowerCase().includes(asked.toLowerCase()) ? 0.6 : 0;
}

function languageOf(path: string): string {
  return path.endsWith('.py') ? 'python' : path.endsWith('.md') ? 'markdown' : 'javascript';
}
