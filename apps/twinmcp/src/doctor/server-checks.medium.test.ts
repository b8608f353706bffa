import { StaticLiveConfig } from '@twinmcp/platform';
import { startQdrantDouble } from '@twinmcp/testing';
import { checkServers } from './server-checks.ts';

const qdrantCheck = async (qdrant: object) => (await checkServers({ config: StaticLiveConfig.of({ qdrant }).current, running: null, env: {} })).find(({ name }) => name === 'Qdrant')!;

describe('doctor on Qdrant', () => {
  it('says that SQLite takes its place when it is not configured', async () => {
    expect(await qdrantCheck({})).toMatchObject({ state: 'note', detail: expect.stringContaining('SQLite') });
  });

  it('asks for version and readiness, with the key', async () => {
    const double = await startQdrantDouble({ apiKey: 'right' });
    try {
      expect(await qdrantCheck({ url: double.url, api_key: 'right' })).toMatchObject({ state: 'ok', detail: expect.stringMatching(/^version 1\.19\.0 at 127\.0\.0\.1:\d+, all shards are ready/) });
      const refused = await qdrantCheck({ url: double.url, api_key: 'wrong' });
      expect(refused).toMatchObject({ state: 'missing', detail: expect.stringContaining('API key'), advice: expect.stringContaining('qdrant.api_key') });
      expect(JSON.stringify(refused)).not.toContain('wrong');
    } finally {
      await double.stop();
    }
    expect(await qdrantCheck({ url: double.url })).toMatchObject({ state: 'missing', detail: expect.stringContaining('ECONNREFUSED') });
  });
});
