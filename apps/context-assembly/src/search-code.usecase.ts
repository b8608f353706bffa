import type { contextAssembly, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { groupByFile } from '@twinmcp/retrieval';
import type { AnswerMetrics } from './answer-metrics.ts';
import { explain } from './explain/explain.ts';
import { Stages } from './explain/stages.ts';
import { decodeCursor, encodeCursor, questionKey } from './paging.ts';
import type { RetrievePlaces } from './retrieval/retrieve-places.usecase.ts';

/** Fixed, not derived from the page: every page comes from the same ranking. Files need the longer list: a file's best chunk may stand far down. */
const DEPTH = { chunk: 1_000, file: 3_000 } as const;

export class SearchCode {
  readonly #retrieve: RetrievePlaces;
  readonly #metrics: AnswerMetrics | null;

  constructor(retrieve: RetrievePlaces, metrics: AnswerMetrics | null = null) {
    this.#retrieve = retrieve;
    this.#metrics = metrics;
  }

  async execute(input: RpcParsedInput<typeof contextAssembly.searchCode>, ctx: CallContext): Promise<RpcOutput<typeof contextAssembly.searchCode>> {
    const started = performance.now();
    const { workspaceId, query, mode, groupBy, pathPrefix, languages, limit } = input;
    const question = questionKey([workspaceId, query, mode, groupBy, pathPrefix ?? '', languages ?? [], ...(input.without ?? [])]);
    const from = input.cursor === undefined ? null : decodeCursor(input.cursor, question);
    const retrieval = await this.#retrieve.without(input.without).execute({ workspaceId, query, mode, pathPrefix, languages, depth: DEPTH[groupBy], goOn: true }, ctx);
    const { places, decision, degraded, generation } = retrieval;
    this.#metrics?.retrieved(retrieval);
    this.#metrics?.searched(degraded);
    if (from && from.generation !== generation) throw new DomainError('conflict', 'the index changed since the first page: ask again without the cursor', { details: { generation } });

    const ranking = groupBy === 'file' ? groupByFile(places) : places;
    const offset = from?.offset ?? 0;
    const page = ranking.slice(offset, offset + limit);
    const more = offset + limit < ranking.length;
    return {
      hits: page.map(({ path, startLine, endLine, language, symbol, fileHash, score, sources }) => ({ path, startLine, endLine, language, symbol, fileHash, score, sources: [...sources] })),
      nextCursor: more ? encodeCursor({ generation, question, offset: offset + limit }) : null,
      generation,
      mode: decision.mode,
      modeReasons: [...decision.reasons],
      degraded: [...degraded],
      explanation: input.explain ? explain(mode, retrieval, new Stages()) : null,
      tookMs: performance.now() - started,
    };
  }
}
