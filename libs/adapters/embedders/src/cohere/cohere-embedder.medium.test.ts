import { cohere, EmbeddingServer, json, vectorOf } from '../test-support/embedding-server.ts';
import { CohereEmbedder, type CohereOptions } from './cohere-embedder.ts';

let server: EmbeddingServer;
const settings = () => ({ apiKey: 'key', timeoutMs: 1_000, attempts: 2, requestsPerMinute: 0, tokensPerMinute: 0, batchTexts: 1_000, concurrency: 4, pricePerMillionTokens: 0.1 });
const embedder = (options: Partial<CohereOptions> = {}) => new CohereEmbedder({ baseUrl: server.url, model: 'embed-v4.0', dimensions: 8, maxInputTokens: 128_000, chooseDimensions: false, embeddingType: 'float', settings, backoff: { baseDelayMs: 1, maxDelayMs: 2 }, ...options });
const unit = (values: number[]) => values.map((value) => expect.closeTo(value / Math.hypot(...values), 5) as number);

beforeEach(async () => {
  server = await EmbeddingServer.start(cohere(8));
});
afterEach(() => server.close());

describe('CohereEmbedder', () => {
  it('says what a text is for', async () => {
    const provider = embedder();
    const [query] = await provider.embed(['abc'], 'query');
    const [document] = await provider.embed(['abc'], 'document');
    expect(server.received.map(({ path, headers, body }) => [path, headers.authorization, body['input_type'], body['truncate']])).toEqual([
      ['/v2/embed', 'Bearer key', 'search_query', 'END'],
      ['/v2/embed', 'Bearer key', 'search_document', 'END'],
    ]);
    expect([...query!]).toEqual(unit(vectorOf('search_query abc', 8)));
    expect([...document!]).toEqual(unit(vectorOf('search_document abc', 8)));
    expect(provider.usage()).toMatchObject({ texts: 2, tokens: 14, estimated: 0, cost: expect.closeTo(1.4e-6, 12) as number });
  });

  it('sends at most 96 texts at once, whatever is configured', async () => {
    const provider = embedder();
    const texts = Array.from({ length: 200 }, (_, i) => `text ${i}`);
    expect(await provider.embed(texts, 'document')).toHaveLength(200);
    expect(server.received.map(({ body }) => (body['texts'] as string[]).length)).toEqual([96, 96, 8]);
    expect(provider.limits.batchTexts).toBe(96);
  });

  it('chooses dimensions and type', async () => {
    const provider = embedder({ dimensions: 4, chooseDimensions: true, embeddingType: 'int8' });
    const [vector] = await provider.embed(['abc'], 'document');
    expect(server.received[0]!.body).toMatchObject({ output_dimension: 4, embedding_types: ['int8'] });
    expect([...vector!]).toEqual(unit(vectorOf('search_document abc', 8).slice(0, 4)));
    expect([provider.model, embedder().model]).toEqual(['cohere-int8:embed-v4.0@4', 'cohere:embed-v4.0@8']);
  });

  it.each([
    ['no vectors of the type', json({ embeddings: { uint8: [[1]] } }), 'bad-answer'],
    ['something else', json([]), 'bad-answer'],
    ['too few', json({ embeddings: { float: [] } }), 'bad-answer'],
    ['a wrong key', json({ id: 'x', message: 'invalid api token' }, 401), 'refused'],
    ['a trial limit', json({ message: 'You are using a Trial key, which is limited to 40 API calls / minute.' }, 429), 'throttled'],
  ])('tells what %s means', async (_name, answer, kind) => {
    server.usual = answer;
    await expect(embedder().embed(['abc'], 'document')).rejects.toMatchObject({ kind });
  });
});
