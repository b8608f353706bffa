import { PartnerServices } from './test-support/partner-services.ts';
import { DEMO, startService } from './test-support/service-under-test.ts';

const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`src/f${i}.js`, `function f${i} () {\n  return ${'reply '.repeat(1 + (i % 5))}\n}\n\nfunction g${i} () {\n  return reply\n}\n`]));

describe('search-code', () => {
  it('ranks places without text', async () => {
    const result = await (await startService(await new PartnerServices(DEMO).serve())).search('where is the reply serialised?');
    expect(result.hits[0]).toMatchObject({ path: 'lib/reply.js', startLine: 9, endLine: 12, symbol: 'Reply.serialize', sources: ['symbol', 'lexical', 'dense'] });
    expect(result.hits[0]).not.toHaveProperty('text');
    expect(result.nextCursor).toBeNull();
  });

  it('pages without gaps or repeats, the same as in one go', async () => {
    const { search } = await startService(await new PartnerServices(many).serve());
    const whole = await search('reply', { limit: 1000 });
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search('reply', { limit: 7, cursor });
      paged.push(...page.hits.map((hit) => `${hit.path}:${hit.startLine}`));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(whole.hits.map((hit) => `${hit.path}:${hit.startLine}`));
    expect(new Set(paged).size).toBe(120);
  });

  it('lists every file once', async () => {
    const { hits } = await (await startService(await new PartnerServices(many).serve())).search('reply', { groupBy: 'file', limit: 1000 });
    expect(hits.map((hit) => hit.path).sort()).toEqual(Object.keys(many).sort());
    for (let i = 1; i < hits.length; i++) expect(hits[i - 1]!.score).toBeGreaterThanOrEqual(hits[i]!.score);
  });

  it('binds a cursor to its question and generation', async () => {
    const partners = await new PartnerServices(many).serve();
    const { search } = await startService(partners);
    const { nextCursor } = await search('reply', { limit: 5 });
    await expect(search('router', { limit: 5, cursor: nextCursor! })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(search('reply', { limit: 5, cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'invalid-input' });
    partners.generation = 2;
    await expect(search('reply', { limit: 5, cursor: nextCursor! })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps to the path prefix and the languages', async () => {
    const { search } = await startService(await new PartnerServices(DEMO).serve());
    expect(new Set((await search('reply', { pathPrefix: 'docs/' })).hits.map((hit) => hit.path))).toEqual(new Set(['docs/reply.md']));
    expect(new Set((await search('reply `main`', { languages: ['python'] })).hits.map((hit) => hit.path))).toEqual(new Set(['tool/run.py']));
  });

  it('hears what past commits say about a file', async () => {
    const partners = await new PartnerServices(many).serve();
    const { search } = await startService(partners);
    const before = (await search('reply headers', { groupBy: 'file', limit: 60 })).hits.map((hit) => hit.path);
    const last = before.at(-1)!;
    partners.past = { 'send reply headers in lower case': last };
    partners.generation = 2;
    const { hits } = await search('reply headers', { groupBy: 'file', limit: 60 });
    expect(hits.findIndex((hit) => hit.path === last)).toBeLessThan(25);
    expect(hits.find((hit) => hit.path === last)!.sources).toContain('history');
  });

  it('a file that only past commits tell of enters by its first lines', async () => {
    const partners = await new PartnerServices({ ...many, 'lib/wire.js': 'const a = 1\n' }).serve();
    partners.past = { 'reply framing': 'lib/wire.js' };
    const { hits } = await (await startService(partners)).search('reply framing', { limit: 200 });
    expect(hits.find((hit) => hit.path === 'lib/wire.js')).toMatchObject({ startLine: 1, endLine: 2, sources: ['history'] });
  });

  it('answers without past commits when they are slow, and says so', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    partners.disturb['find-past-changes'] = () => new Promise((resolve) => setTimeout(resolve, 5_000).unref());
    const { degraded, hits } = await (await startService(partners)).search('where is the reply serialised?');
    expect(degraded.map((d) => d.part)).toEqual(['history']);
    expect(hits[0]).toMatchObject({ path: 'lib/reply.js' });
  });

  it('says what is degraded', async () => {
    const { search } = await startService(await new PartnerServices(DEMO).serve(['search', 'find-past-changes', 'relate-files', 'workspace-status']));
    const result = await search('where is the reply serialised?');
    expect(result.mode).toBe('rag');
    expect(result.degraded.map((d) => d.part)).toEqual(['symbols']);
    expect(result.hits.length).toBeGreaterThan(0);
  });
});
