import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO, startService } from '../test-support/service-under-test.ts';

const FILES = {
  ...DEMO,
  'lib/stream.js': `function openStream (reply) {
  const text = Reply.serialize(reply.chunk)
  return text
}
`,
  'examples/a.js': `function demo (reply) {
  return Reply.serialize(reply)
}
`,
  'test/reply.test.js': `function checksReply () {
  equal(Reply.serialize({}), '{}')
}
`,
};
const started = async () => {
  const partners = await new PartnerServices(FILES).serve();
  return { partners, ...(await startService(partners)) };
};
const cited = (answer: { items: readonly { citation: { path: string }; sources: readonly string[] }[] }) => answer.items.map(({ citation, sources }) => `${citation.path} ${sources.includes('graph') ? 'graph' : ''}`.trim());

describe('questions after what surrounds a thing', () => {
  it('answers who calls it with the thing, then its calls in the code, then one in a test', async () => {
    const { ask } = await started();
    const answer = await ask('who calls Reply.serialize?', { explain: true });
    expect(answer.items[0]).toMatchObject({ citation: { path: 'lib/reply.js' }, text: expect.stringContaining('JSON.stringify') });
    expect(answer.text).toContain('const text = Reply.serialize(reply.chunk)');
    expect(answer.text).toContain("equal(Reply.serialize({}), '{}')");
    const order = cited(answer);
    expect(order.indexOf('lib/stream.js graph')).toBeGreaterThan(0);
    expect(order.indexOf('lib/stream.js graph')).toBeLessThan(order.indexOf('examples/a.js graph'));
    expect(order.indexOf('examples/a.js graph')).toBeLessThan(order.indexOf('test/reply.test.js graph'));
    expect(answer.modeReasons.join()).toContain('uses of Reply.serialize were asked for');
    expect(answer.explanation!.channels).toContainEqual(expect.objectContaining({ channel: 'graph', found: 4 }));
  });

  it('brings tests first where they are asked for', async () => {
    const order = cited(await (await started()).ask('how is Reply.serialize tested?'));
    expect(order.slice(0, 2)).toContain('test/reply.test.js graph');
  });

  it('says so when the graph knows none, and answers by words', async () => {
    const answer = await (await started()).ask('who calls addRoute?');
    expect(answer.hints.join()).toContain('The code graph knows no uses of addRoute');
    expect(answer.items[0]!.citation.path).toBe('lib/route.js');
  });

  it('answers without the graph when it is away, and says what is missing', async () => {
    const { partners, ask } = await started();
    partners.disturb['find-references'] = () => { throw new Error('out of order'); };
    const answer = await ask('who calls Reply.serialize?');
    expect(answer.degraded).toContainEqual(expect.objectContaining({ part: 'graph' }));
    expect(answer.items[0]!.citation.path).toBe('lib/reply.js');
  });

  it.each(['Reply.serialize', 'where is Reply.serialize defined?', 'add a test for Reply.serialize', 'Fix Reply.serialize being called twice'])('does not ask the graph for “%s”', async (question) => {
    const { partners, ask } = await started();
    await ask(question);
    expect(partners.calls).not.toContain('find-references');
  });

  it('asks for the uses of what is to be changed, where it is asked what that affects', async () => {
    const { ask } = await started();
    expect((await ask('rename the payload of Reply.serialize: what is affected?')).text).toContain('const text = Reply.serialize(reply.chunk)');
  });

  it('looks for tests by words where the graph knows none', async () => {
    const { ask } = await started();
    const answer = await ask('how is addRoute tested?');
    expect(answer.hints.join()).toContain('knows no tests of addRoute');
    expect(answer.items[0]!.citation.path).toBe('lib/route.js');
  });

  it('goes on with words behind the definition where more is asked than it tells', async () => {
    const { ask } = await started();
    const alone = await ask('where is addRoute defined?');
    const more = await ask('which header does addRoute touch?');
    expect(cited(alone)).toEqual(['lib/route.js']);
    expect(more.items[0]!.citation.path).toBe('lib/route.js');
    expect(cited(more)).toContain('lib/reply.js');
  });
});
