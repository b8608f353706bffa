import { MemoryConversationStore, type ConversationStore } from '@twinmcp/context';
import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO, startService } from '../test-support/service-under-test.ts';

async function service(config: Record<string, unknown> = {}, store?: ConversationStore) {
  const partners = await new PartnerServices(DEMO).serve();
  return { partners, ...(await startService(partners, config, store)) };
}

describe('a conversation', () => {
  it('is not there unless it is named', async () => {
    const { ask } = await service();
    expect((await ask('buildRouting')).conversation).toBeNull();
  });

  it('reads a follow-up in its light and does not send again what did not change', async () => {
    const { ask, partners } = await service();
    const first = await ask('how does buildRouting work', { conversation: 'c1' });
    expect(first.conversation).toMatchObject({ name: 'c1', turn: 1, recalled: [], readAs: null });
    expect(first.items.map(({ citation }) => citation.path)).toContain('lib/route.js');

    const second = await ask('who calls it?', { conversation: 'c1' });
    expect(second.conversation).toMatchObject({ turn: 2, recalled: [1], readAs: expect.stringContaining('buildRouting') });
    expect(second.query).toBe('who calls it?');
    expect(second.items.filter(({ symbol }) => symbol === 'buildRouting')).toEqual([]);
    expect(second.omitted).toContainEqual(expect.objectContaining({ reason: 'sent', turn: 1, label: expect.stringContaining('lib/route.js') }));
    expect(second.text).toContain('unchanged, sent for question 1');
    expect(second.conversation!.resident).toBe([...first.items, ...second.items].reduce((sum, item) => sum + item.tokens, 0));

    expect((await ask('who calls it?', { conversation: 'c1', resend: true })).items.map(({ symbol }) => symbol)).toContain('buildRouting');
    expect((await ask('who calls it?', { conversation: 'another' })).conversation).toMatchObject({ turn: 1, readAs: null });

    // A file that changed is sent again.
    partners.files = partners.disk = new Map(Object.entries({ ...DEMO, 'lib/route.js': DEMO['lib/route.js'].replace('makeRouter(options)', 'makeRouter(options, 2)') }));
    partners.generation++;
    expect((await ask('show me buildRouting', { conversation: 'c1' })).text).toContain('makeRouter(options, 2)');
  });

  it('shows a place again that is pointed at', async () => {
    const { ask } = await service();
    const first = await ask('reply serialize', { conversation: 'c' });
    const wanted = first.items[1]!;
    const second = await ask('explain the second one', { conversation: 'c' });
    expect(second.conversation!.readAs).toContain(wanted.citation.path);
    expect(second.items.map(({ citation }) => citation.path)).toContain(wanted.citation.path);
  });

  it('costs the memory, not the answer, when its store fails or is slow', async () => {
    const failing: ConversationStore = new MemoryConversationStore(Date.now);
    failing.read = () => Promise.reject(new Error('secret detail'));
    failing.append = () => new Promise(() => undefined);
    const { ask, ctx } = await service({}, failing);
    const answer = await ask('buildRouting', { conversation: 'c' }, ctx(1_500));
    expect(answer.items.length).toBeGreaterThan(0);
    expect(answer.conversation).toMatchObject({ turn: null });
    expect(answer.degraded.filter(({ part }) => part === 'conversation')).toHaveLength(2);
    expect(JSON.stringify(answer)).not.toContain('secret detail');
  });

  it('is nowhere when it is switched off, and holds no secret that was pasted', async () => {
    const store = new MemoryConversationStore(Date.now);
    const off = await service({ context: { memory: { retention: 0 } } }, store);
    expect((await off.ask('buildRouting', { conversation: 'c' })).degraded).toContainEqual(expect.objectContaining({ part: 'conversation', reason: expect.stringContaining('switched off') }));
    const limits = { turns: 10, conversations: 10, retentionMs: 1e9 };
    const key = { tenant: off.ctx().tenant, workspaceId: 'demo', name: 'c' };
    expect(await store.read(key, limits)).toEqual([]);
    const on = await service({}, store);
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    await on.ask(`why does buildRouting fail with token ${secret}`, { conversation: 'c' });
    const kept = JSON.stringify(await store.read(key, limits));
    expect(kept).toContain('buildRouting');
    expect(kept).not.toContain(secret);
  });
});
