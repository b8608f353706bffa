import { serveRpc } from '@twinmcp/messaging';
import { libraryResolution, type RpcOutput } from '@twinmcp/contracts';
import { PartnerServices } from '../test-support/partner-services.ts';
import { counters, DEMO, startService } from '../test-support/service-under-test.ts';

type Sections = RpcOutput<typeof libraryResolution.findLibrarySections>;
const section = (path: string, startLine: number, text: string, score: number): Sections['sections'][number] => ({ library: 'serialist', version: '2.1.0', title: 'serialize', kind: 'readme', path, language: 'markdown', symbol: null, startLine, text, score });

async function started(answer: () => Promise<Partial<Sections>> | Partial<Sections>, config: Record<string, unknown> = {}) {
  const partners = await new PartnerServices(DEMO).serve();
  const asked: { libraries: string[]; tokens: number }[] = [];
  await serveRpc(partners.bus, libraryResolution.listDependencyNames, async () => ({ libraries: [{ ecosystem: 'npm' as const, name: 'serialist', version: '2.1.0' }] }));
  await serveRpc(partners.bus, libraryResolution.findLibrarySections, async (input) => {
    asked.push({ libraries: [...input.libraries], tokens: input.tokens });
    return { sections: [], unavailable: [], degraded: [], ...(await answer()) };
  });
  return { asked, ...(await startService(partners, config)) };
}

const QUESTION = 'how does the reply use serialist?';
const DOCS = { sections: [section('README.md', 10, '## serialize\nWrites the payload of a reply as text.\n', 1), section('README.md', 40, '## options\nreply: what to write\n', 0.6)] };

describe('documentation of libraries in an answer', () => {
  it('stands beside the code, cited by the version of the lock file, within one budget', async () => {
    const { ask, asked } = await started(() => DOCS);
    for (const format of ['markdown', 'xml', 'json'] as const) {
      const answer = await ask(QUESTION, { budget: 1_000, format, explain: true });
      expect(asked.at(-1)).toEqual({ libraries: ['npm:serialist@2.1.0'], tokens: 250 });
      const docs = answer.items.filter(({ sources }) => sources.includes('library'));
      expect(docs.map(({ citation }) => citation.label)).toEqual(['serialist@2.1.0/README.md:10-11', 'serialist@2.1.0/README.md:40-41']);
      expect(answer.items.some(({ citation }) => citation.path === 'lib/reply.js')).toBe(true);
      expect(answer.tokens).toBe((await counters.get('o200k_base')).count(answer.text));
      expect(answer.tokens).toBeLessThanOrEqual(1_000);
      expect(answer.explanation!.channels).toContainEqual(expect.objectContaining({ channel: 'library docs', found: 2 }));
    }
  });

  it('is not sent twice in a conversation', async () => {
    const { ask } = await started(() => DOCS);
    await ask(QUESTION, { conversation: 'c' });
    expect((await ask(QUESTION, { conversation: 'c' })).items.filter(({ sources }) => sources.includes('library'))).toEqual([]);
  });

  it('follows what the libraries say now: such an answer is made anew', async () => {
    let docs: Partial<Sections> = DOCS;
    const { ask } = await started(() => docs);
    await ask(QUESTION);
    docs = { sections: [section('README.md', 1, '## changed\nAnother text of the reply.\n', 1)] };
    expect((await ask(QUESTION)).text).toContain('Another text of the reply.');
  });

  it.each([['a question that names none', 'where is the reply serialised?', {}], ['a forced mode', QUESTION, { mode: 'rag' }], ['a part of the workspace', QUESTION, { pathPrefix: 'lib/' }], ['a budget with no room', QUESTION, { budget: 200 }]] as const)('is not asked for by %s', async (_name, question, more) => {
    const { ask, asked } = await started(() => DOCS);
    await ask(question, more as never);
    expect(asked).toEqual([]);
  });

  it('can be switched off', async () => {
    const { ask, asked } = await started(() => DOCS, { context: { library_share: 0 } });
    await ask(QUESTION);
    expect(asked).toEqual([]);
  });

  it('costs no answer when it fails or is not installed, and is said to be missing', async () => {
    const failing = await (await started(() => { throw new Error('out of order'); })).ask(QUESTION);
    expect([failing.items.length > 0, failing.degraded]).toEqual([true, [expect.objectContaining({ part: 'library docs' })]]);
    const absent = await (await started(() => ({ unavailable: [{ library: 'serialist', reason: 'The documentation of serialist@2.1.0 is not available' }] }))).ask(QUESTION);
    expect([absent.items.length > 0, absent.degraded, absent.hints.join()]).toEqual([true, [], expect.stringContaining('serialist@2.1.0 is not available')]);
  });

  it('does not keep an answer waiting that it is late for', async () => {
    let end = () => {};
    const late = new Promise<Partial<Sections>>((resolve) => (end = () => resolve(DOCS)));
    const { ask } = await started(() => late);
    const answer = await ask(QUESTION);
    end();
    expect([answer.items.length > 0, answer.degraded]).toEqual([true, [expect.objectContaining({ part: 'library docs', reason: expect.stringContaining('still being read') })]]);
  });
});
