import type { TokenCounters } from '@twinmcp/context';
import type { libraryResolution, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { errorMessage, isDomainError } from '@twinmcp/kernel';
import { rankDocs } from '@twinmcp/libraries';
import type { CallContext } from '@twinmcp/messaging';
import type { DocShelf } from './doc-shelf.ts';
import type { LocatePackage } from './locate-package.ts';

type Input = RpcParsedInput<typeof libraryResolution.findLibrarySections>;
type Output = RpcOutput<typeof libraryResolution.findLibrarySections>;

/** Sections below this share of the best one have the words of the question by chance. */
const FLOOR = 0.5;
const MOST_SECTIONS = 6;
/** Longer ones say many things, of which one was asked for. */
const LOOKED_AT = 30;

/** For an answer that is about a workspace: the few sections of its libraries that belong into it. */
export class FindLibrarySections {
  readonly #locate: LocatePackage;
  readonly #shelf: DocShelf;
  readonly #tokenizers: TokenCounters;

  constructor(locate: LocatePackage, shelf: DocShelf, tokenizers: TokenCounters) {
    this.#locate = locate;
    this.#shelf = shelf;
    this.#tokenizers = tokenizers;
  }

  async execute({ workspaceId, libraries, query, tokens, tokenizer }: Input, ctx: CallContext): Promise<Output> {
    const counter = await this.#tokenizers.get(tokenizer);
    const found: Output = { sections: [], unavailable: [], degraded: [] };
    await Promise.all(libraries.map(async (library) => {
      try {
        const { files } = await this.#locate.execute(library, workspaceId, ctx);
        const docs = await this.#shelf.open(files, ctx);
        const searched = await this.#shelf.search(docs, query, ctx);
        found.degraded.push(...searched.degraded);
        const ranked = rankDocs(docs.units, searched.found, query).slice(0, LOOKED_AT);
        const best = ranked[0]?.score ?? 0;
        let room = Math.floor(tokens / libraries.length);
        let taken = 0;
        for (const { unit, score } of ranked) {
          if (taken >= MOST_SECTIONS || score < best * FLOOR) break;
          const { title, kind, path, language, symbol, startLine, text } = docs.units[unit]!;
          const size = counter.count(text);
          if (size > room || text.trim() === '') continue;
          room -= size;
          taken++;
          found.sections.push({ library: files.name, version: files.version, title: title.slice(0, 300), kind, path, language, symbol, startLine, text, score: best === 0 ? 0 : Math.min(1, score / best) });
        }
      } catch (error) {
        if (ctx.signal?.aborted || (isDomainError(error) && error.code === 'workspace-not-found')) throw error;
        found.unavailable.push({ library, reason: errorMessage(error) });
      }
    }));
    found.sections.sort((a, b) => b.score - a.score || (a.library < b.library ? -1 : a.library > b.library ? 1 : 0) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.startLine - b.startLine);
    return found;
  }
}
