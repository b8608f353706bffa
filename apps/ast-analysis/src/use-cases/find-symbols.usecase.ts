import type { RpcOutput, RpcParsedInput, SymbolHit, astAnalysis } from '@twinmcp/contracts';
import { contentHash } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { decodeLines, signatureOf, type LineIndex, type SymbolMatch, type WorkspaceSourceReader } from '@twinmcp/workspaces';
import { parseCursor } from '../graph/page.ts';
import type { LocalGeneration } from '../sources/local-generation.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

type Input = RpcParsedInput<typeof astAnalysis.findSymbols>;
type Output = RpcOutput<typeof astAnalysis.findSymbols>;

/** Paging goes this deep; who needs more asks more narrowly. */
const MAX_MATCHES = 5_000;

export class FindSymbols {
  readonly #registry: WorkspaceRegistry;
  readonly #open: OpenWorkspaces;
  readonly #local: LocalGeneration;

  constructor(registry: WorkspaceRegistry, open: OpenWorkspaces, local: LocalGeneration) {
    this.#registry = registry;
    this.#open = open;
    this.#local = local;
  }

  async execute(input: Input, ctx: CallContext): Promise<Output> {
    const record = await this.#registry.getIndexed(input.workspaceId, ctx.tenant);
    await this.#local.ensure(record, ctx);
    const offset = parseCursor(input.cursor);
    const { names, match, kinds, pathPrefix, limit } = input;
    const found = await this.#open.store(input.workspaceId).findSymbols({ names, match, kinds, pathPrefix, limit: Math.min(offset + limit + 1, MAX_MATCHES) });
    const page = found.slice(offset, offset + limit);
    const signatures = input.withSignature ? await this.#signatures(await this.#open.reader(record), page) : page.map(() => null);
    return {
      symbols: page.map((hit, i) => toHit(hit, signatures[i] ?? null)),
      nextCursor: found.length > offset + limit ? String(offset + limit) : null,
      generation: record.generation,
    };
  }

  /** Each file is read once; one that changed since it was indexed gives none. */
  async #signatures(source: WorkspaceSourceReader, hits: readonly SymbolMatch[]): Promise<(string | null)[]> {
    const files = new Map<string, Promise<LineIndex | null>>();
    return Promise.all(hits.map(async (hit) => {
      if (!files.has(hit.path)) files.set(hit.path, readLines(source, hit.path, hit.fileHash));
      const lines = await files.get(hit.path)!;
      return lines && signatureOf(lines, hit.language, hit);
    }));
  }
}

async function readLines(source: WorkspaceSourceReader, path: string, fileHash: string): Promise<LineIndex | null> {
  const read = await source.read(path);
  if (!read.ok || contentHash(read.content) !== fileHash) return null;
  return decodeLines(read.content);
}

function toHit({ visibility: _visibility, ...hit }: SymbolMatch, signature: string | null): SymbolHit {
  return { ...hit, kind: hit.kind as SymbolHit['kind'], signature };
}
