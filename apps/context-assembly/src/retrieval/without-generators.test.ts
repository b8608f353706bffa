import { contextAssembly, Generator } from '@twinmcp/contracts';
import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO, startService } from '../test-support/service-under-test.ts';

describe('a search without some generators', () => {
  it.each(Generator.options)('does without %s and calls nothing degraded', async (generator) => {
    const partners = await new PartnerServices(DEMO).serve();
    partners.past = { 'serialize the reply': 'tool/run.py' };
    const { search } = await startService(partners);
    const sources = async (without?: Generator[]) => {
      const { hits, degraded } = await search('where is Reply.serialize called for the reply', { without });
      return { found: new Set(hits.flatMap((hit) => hit.sources)), degraded };
    };
    const name = { symbols: 'symbol', lexical: 'lexical', dense: 'dense', history: 'history', relations: null, graph: 'graph' }[generator];
    const all = await sources();
    const less = await sources([generator]);
    expect(less.degraded).toEqual(all.degraded);
    if (name !== null) expect([all.found.has(name as never), less.found.has(name as never)]).toEqual([true, false]);
    // What was left out once is there again: nothing of it was cached.
    expect((await sources()).found).toEqual(all.found);
    expect(contextAssembly.searchCode.input.safeParse({ workspaceId: 'demo', query: 'x', without: ['magic'] }).success).toBe(false);
  });
});
