import { PartnerServices } from '../test-support/partner-services.ts';
import { DEMO, startService } from '../test-support/service-under-test.ts';

async function service() {
  const partners = await new PartnerServices(DEMO).serve();
  const { ask } = await startService(partners);
  // What is loaded for the first answer makes it late on a busy machine.
  await ask('addRoute');
  const question = () => ask('makeRouter options');
  const reads = () => partners.calls.filter((verb) => verb === 'read-ranges').length;
  return { partners, ask, question, reads };
}

describe('an answer that was made before', () => {
  it('is given again, after a look at the files that it quotes', async () => {
    const { question, reads, partners } = await service();
    const first = await question();
    const [searches, read] = [partners.calls.filter((verb) => verb === 'search').length, reads()];
    const second = await question();
    expect({ ...second, tookMs: 0 }).toEqual({ ...first, tookMs: 0 });
    expect(partners.calls.filter((verb) => verb === 'search').length).toBe(searches);
    expect(reads()).toBe(read + 1);
  });

  it('is made anew when a file that it quotes differs from what was quoted, indexed or not', async () => {
    const { question, partners } = await service();
    await question();
    await question();
    partners.disk = new Map(Object.entries({ ...DEMO, 'lib/route.js': DEMO['lib/route.js'].replace('makeRouter(options)', 'makeRouter(options, 2)') }));
    const stale = await question();
    expect(stale.text).not.toContain('makeRouter(options)');
    expect(stale.hints.join()).toContain('changed since they were indexed');
    partners.files = partners.disk;
    partners.generation++;
    expect((await question()).text).toContain('makeRouter(options, 2)');
  });

  it('is made anew when a commit changes how it is cited', async () => {
    const { question, partners } = await service();
    expect((await question()).items[0]!.citation.label).toContain('@0123456');
    partners.commit = 'f'.repeat(40);
    expect((await question()).items[0]!.citation.label).toContain('@fffffff');
  });

  it('is another one for another budget, format or conversation', async () => {
    const { ask, question } = await service();
    const first = await question();
    expect((await ask('makeRouter options', { budget: 100 })).budget).toBe(100);
    expect((await ask('makeRouter options', { format: 'xml' })).text).not.toBe(first.text);
    expect((await ask('makeRouter options', { conversation: 'c' })).conversation).toMatchObject({ turn: 1 });
    expect((await ask('makeRouter options', { explain: true })).explanation).not.toBeNull();
  });
});
