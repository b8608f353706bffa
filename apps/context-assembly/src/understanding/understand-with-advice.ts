import { understandQuery, withAdvice, type QueryAdviser, type QueryUnderstanding } from '@twinmcp/context';
import type { Stages } from '../explain/stages.ts';
import { settle } from '../retrieval/settled.ts';

/** Local understanding, at once; with an adviser, what it adds in its time. An adviser that fails changes nothing but the explanation. */
export async function understandWithAdvice(query: string, adviser: QueryAdviser | null, trace: Stages, signal: AbortSignal | undefined): Promise<QueryUnderstanding> {
  const local = trace.spent('understanding', () => understandQuery(query));
  if (adviser === null) return local;
  const advice = await trace.heard('language model', settle(adviser.advise(query, signal)), (given) => ({ 'language model': (given.names?.length ?? 0) + (given.words?.length ?? 0) }));
  return advice.ok ? withAdvice(local, advice.value) : local;
}
