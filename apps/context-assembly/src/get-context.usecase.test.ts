import { DomainError } from '@twinmcp/kernel';
import fc from 'fast-check';
import { PartnerServices } from './test-support/partner-services.ts';
import { counters, DEMO, startService } from './test-support/service-under-test.ts';

const never = () => new Promise<void>(() => undefined);
const fail = () => {
  throw new Error('boom');
};
const labels = (answer: { items: { citation: { label: string } }[] }) => answer.items.map((item) => item.citation.label);
const parts = (answer: { degraded: { part: string }[] }) => answer.degraded.map((d) => d.part);

describe('get-context', () => {
  it('answers a question with cited code, exactly counted', async () => {
    const { ask } = await startService(await new PartnerServices(DEMO).serve());
    const answer = await ask('where is the reply serialised?');
    expect(answer.mode).toBe('hybrid');
    expect(labels(answer)).toContain('lib/reply.js:9-12@0123456');
    expect(answer.text).toContain('`lib/reply.js:9-12@0123456` Reply.serialize\n```javascript\nfunction Reply.serialize (payload) {');
    expect(answer.tokens).toBe((await counters.get('o200k_base')).count(answer.text));
    expect(answer.degraded).toEqual([]);
    expect(answer.generation).toBe(1);
  });

  it('answers a question for a symbol from the symbol index alone', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    const { ask } = await startService(partners);
    const answer = await ask('where is `Reply.serialize` defined?');
    expect(answer).toMatchObject({ mode: 'ast', degraded: [] });
    expect(labels(answer)).toEqual(['lib/reply.js:9-12@0123456']);
    expect(answer.quality).toBeGreaterThanOrEqual(0.8);
    expect(answer.modeReasons.join()).toContain('Reply.serialize');
  });

  it('does not ask the text index again for a decision it knows', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    const { ask } = await startService(partners, { context: { cache: { entries: 0 } } });
    await ask('buildRouting');
    const before = partners.calls.filter((call) => call === 'search').length;
    await ask('buildRouting');
    expect(partners.calls.filter((call) => call === 'search').length).toBe(before);
  });

  it.each(['ast', 'rag', 'hybrid'] as const)('obeys mode %s', async (mode) => {
    const partners = await new PartnerServices(DEMO).serve();
    const { ask } = await startService(partners);
    expect((await ask('buildRouting options', { mode })).mode).toBe(mode);
    expect(partners.calls.includes('search')).toBe(mode !== 'ast');
    expect(partners.calls.includes('find-symbols')).toBe(mode !== 'rag');
  });

  it.each(['markdown', 'xml', 'json'] as const)('never exceeds the budget in %s, whatever it is', async (format) => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`src/reply-${i}.js`, `${`function reply${i} (x) {\n  return serializeReply(x, "${'é'.repeat(i)}")\n}\n\n`.repeat(1 + (i % 7))}`]));
    const { ask } = await startService(await new PartnerServices({ ...DEMO, ...many }).serve());
    await fc.assert(fc.asyncProperty(fc.integer({ min: 100, max: 3_000 }), fc.constantFrom('o200k_base', 'cl100k_base' as const), async (budget, tokenizer) => {
      const answer = await ask('where is the reply serialised?', { budget, format, tokenizer });
      const exact = (await counters.get(tokenizer)).count(answer.text);
      expect(answer.tokens).toBe(exact);
      expect(exact).toBeLessThanOrEqual(budget);
      expect(answer.items.length).toBeGreaterThan(0);
      if (format === 'json') expect(JSON.parse(answer.text)).toHaveProperty('items');
    }), { numRuns: 25 });
  });

  describe('when a part is missing (HM-3)', () => {
    it('answers from text when the symbol index fails, is slow, or is not there', async () => {
      for (const setUp of [async (p: PartnerServices) => ((p.disturb['find-symbols'] = fail), p.serve()), async (p: PartnerServices) => ((p.disturb['find-symbols'] = never), p.serve()), async (p: PartnerServices) => p.serve(['search', 'find-past-changes', 'relate-files', 'read-ranges', 'workspace-status'])]) {
        const { ask } = await startService(await setUp(new PartnerServices(DEMO)), { hybrid: { max_analysis_time: '3s' } });
        const answer = await ask('where is `Reply.serialize` defined?');
        expect(labels(answer).join()).toContain('lib/reply.js:');
        expect(parts(answer)).toEqual(['symbols']);
        expect(answer.text).toContain('Degraded: symbols');
      }
    }, 60_000);

    it('answers from symbols when text search fails, is slow, or is not there', async () => {
      for (const setUp of [async (p: PartnerServices) => ((p.disturb.search = fail), p.serve()), async (p: PartnerServices) => ((p.disturb.search = never), p.serve()), async (p: PartnerServices) => p.serve(['find-symbols', 'find-past-changes', 'relate-files', 'read-ranges', 'workspace-status'])]) {
        const { ask } = await startService(await setUp(new PartnerServices(DEMO)), { hybrid: { max_analysis_time: '3s' } });
        for (const mode of ['hybrid', 'rag'] as const) {
          const answer = await ask('what does buildRouting do with its options when a router is given?', { mode });
          expect(answer.mode).toBe('ast');
          expect(labels(answer)).toContain('lib/route.js:1-4@0123456');
          expect(parts(answer)).toEqual(['text search']);
        }
      }
    }, 60_000);

    it('falls back to text when the mode is ast and no symbol matches', async () => {
      const { ask } = await startService(await new PartnerServices(DEMO).serve());
      const answer = await ask('what is sent to the client as text', { mode: 'ast' });
      expect(answer.mode).toBe('rag');
      expect(answer.items.length).toBeGreaterThan(0);
      expect(answer.modeReasons.join()).toContain('text search answers');
    });

    it('says that the dense channel is down', async () => {
      const partners = await new PartnerServices(DEMO).serve();
      partners.denseDown = true;
      const answer = await (await startService(partners)).ask('where is the reply serialised?');
      expect(answer.degraded).toEqual([{ part: 'dense', reason: 'the provider is down', effect: expect.any(String) }]);
      expect(answer.items.length).toBeGreaterThan(0);
    });

    it('names the places when their text cannot be read', async () => {
      const partners = new PartnerServices(DEMO);
      partners.disturb['read-ranges'] = fail;
      const answer = await (await startService(await partners.serve())).ask('where is the reply serialised?');
      expect(answer.items).toEqual([]);
      expect(parts(answer)).toEqual(['source']);
      expect(answer.omitted.map((o) => o.label)).toContain('lib/reply.js:9-12');
      expect(answer.text).toContain('lib/reply.js:9-12');
    });

    it('leaves out what changed or went since it was indexed, and says so', async () => {
      const partners = await new PartnerServices(DEMO).serve();
      partners.disk = new Map([...partners.files].map(([path, text]) => [path, path === 'lib/reply.js' ? `// new line\n${text}` : text]));
      partners.disk.delete('docs/reply.md');
      const answer = await (await startService(partners)).ask('where is the reply serialised?');
      expect(labels(answer).join()).not.toMatch(/lib\/reply\.js|docs\/reply\.md/);
      expect(new Set(answer.omitted.map((o) => o.reason))).toEqual(new Set(['stale', 'missing']));
      expect(answer.hints.join()).toContain('changed since they were indexed');
      expect(answer.text).not.toContain('new line');
    });

    it('does not advise a larger budget when the source is gone', async () => {
      const partners = await new PartnerServices(DEMO).serve();
      partners.disk = new Map();
      const answer = await (await startService(partners)).ask('where is the reply serialised?', { budget: 300 });
      expect(answer.items).toEqual([]);
      expect(answer.hints.join()).toMatch(/gone or cannot be read: check that the source is still there/);
      expect(answer.hints.join()).not.toMatch(/larger budget/);
    });

    it('says that indexing is running', async () => {
      const partners = await new PartnerServices(DEMO).serve();
      partners.status = { state: 'indexing', job: { id: 'j', workspaceId: 'demo', state: 'running', full: false, attempts: 1, createdAt: 0, updatedAt: 0, progress: { phase: 'analysing', filesDone: 3, filesTotal: 9, bytesDone: 0, bytesTotal: 0 }, summary: null, error: null } };
      const answer = await (await startService(partners)).ask('where is the reply serialised?');
      expect(answer.degraded).toEqual([{ part: 'index', reason: 'indexing is running (3 of 9 files)', effect: expect.any(String) }]);
      expect(answer.items.length).toBeGreaterThan(0);
    });
  });

  describe('when there is nothing to answer from', () => {
    const notIndexed = () => {
      throw new DomainError('workspace-not-indexed', 'nothing yet');
    };

    it('refuses an unknown workspace and one that was never indexed', async () => {
      const partners = await new PartnerServices({}).serve();
      partners.disturb.search = notIndexed;
      const { ask } = await startService(partners);
      await expect(ask('reply', { workspaceId: 'other' })).rejects.toMatchObject({ code: 'workspace-not-found' });
      partners.generation = 0;
      for (const mode of ['automatic', 'rag', 'ast'] as const) await expect(ask('where is the reply', { mode })).rejects.toMatchObject({ code: 'workspace-not-indexed' });
      partners.status = { state: 'indexing' };
      await expect(ask('where is the reply')).rejects.toMatchObject({ code: 'workspace-not-indexed', message: expect.stringContaining('under way') });
    });

    it('says unavailable when nobody answers', async () => {
      const { ask } = await startService(await new PartnerServices(DEMO).serve([]));
      await expect(ask('where is the reply', {}, undefined)).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('gives an empty answer with hints when nothing matches', async () => {
      const answer = await (await startService(await new PartnerServices(DEMO).serve())).ask('zzz qqq');
      expect(answer).toMatchObject({ items: [], quality: 0 });
      expect(answer.hints).toHaveLength(1);
      expect(answer.text).toContain('Hint: Nothing in the index matches');
    });

    it('refuses an empty question', async () => {
      await expect((await startService(await new PartnerServices(DEMO).serve())).ask('   ')).rejects.toMatchObject({ code: 'invalid-input' });
    });
  });

  it('ranks again after a new generation, and only then', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    const { ask } = await startService(partners);
    const searches = () => partners.calls.filter((call) => call === 'search').length;
    await ask('where is the reply serialised?');
    await ask('where is the reply serialised?');
    expect(searches()).toBe(1);
    partners.files = new Map([['lib/new.js', 'function serializeReply () {\n  return reply\n}\n']]);
    partners.disk = partners.files;
    partners.generation = 2;
    const answer = await ask('where is the reply serialised?');
    expect(searches()).toBe(2);
    expect(labels(answer)).toEqual(['lib/new.js:1-3@0123456']);
    expect(answer.generation).toBe(2);
  });

  it('stops when the caller cancels', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    partners.disturb.search = never;
    const { ask, ctx } = await startService(partners);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 30);
    await expect(ask('where is the reply serialised?', {}, ctx(5_000, abort.signal))).rejects.toMatchObject({ name: 'LocalError', kind: 'cancelled' });
  });

  it('reads ranges in as many calls as they need', async () => {
    const big = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`big/${i}.js`, `function reply${i} () {\n${`  // reply ${'word '.repeat(30)}\n`.repeat(500)}}\n`]));
    const partners = await new PartnerServices(big).serve();
    const answer = await (await startService(partners, { context: { max_budget: 1_000_000 } })).ask('where is the reply', { budget: 1_000_000 });
    // One message holds less than 1 MiB: what does not fit is named, not dropped silently.
    expect(answer.items.length).toBeGreaterThanOrEqual(4);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(partners.bus.maxPayloadBytes);
    expect(answer.items.length + answer.omitted.length).toBe(12);
    expect(partners.calls.filter((call) => call === 'read-ranges').length).toBeGreaterThan(1);
  });
});
