import { EmbeddingServer, json, openAi, vectorOf, type Answer } from '../test-support/embedding-server.ts';
import { OpenAiCompatibleEmbedder, type OpenAiCompatibleOptions } from './openai-compatible-embedder.ts';

let server: EmbeddingServer;
const settings = () => ({ apiKey: '', timeoutMs: 1_000, attempts: 1, requestsPerMinute: 0, tokensPerMinute: 0, batchTexts: 16, concurrency: 4, pricePerMillionTokens: 0 });
const embedder = (options: Partial<OpenAiCompatibleOptions> = {}) => new OpenAiCompatibleEmbedder({ baseUrl: server.url, model: 'm', dimensions: 8, maxInputTokens: 0, shortening: 'off', encoding: 'auto', settings, ...options });
const unit = (values: number[]) => values.map((value) => expect.closeTo(value / Math.hypot(...values), 5) as number);

beforeEach(async () => {
  server = await EmbeddingServer.start(openAi(8));
});
afterEach(() => server.close());

describe('OpenAiCompatibleEmbedder', () => {
  it('asks for fewer dimensions where the server can', async () => {
    const provider = embedder({ dimensions: 4, shortening: 'server' });
    const [vector] = await provider.embed(['abc'], 'document');
    expect(server.received[0]!.body['dimensions']).toBe(4);
    expect([...vector!]).toEqual(unit(vectorOf('abc', 8).slice(0, 4)));
  });

  it('cuts vectors itself where the model allows it, and makes them unit length again', async () => {
    const [vector] = await embedder({ dimensions: 4, shortening: 'client' }).embed(['abc'], 'document');
    expect(server.received[0]!.body).not.toHaveProperty('dimensions');
    expect([...vector!]).toEqual(unit(vectorOf('abc', 8).slice(0, 4)));
    await expect(embedder({ dimensions: 16, shortening: 'client' }).embed(['abc'], 'document')).rejects.toMatchObject({ kind: 'bad-answer' });
  });

  it('goes over to numbers for a server that does not know base64, and stays with them', async () => {
    const plain: Answer = (request, response) =>
      request.body['encoding_format'] === 'base64' ? json({ object: 'error', message: "encoding_format 'base64' is not supported", code: 400 }, 400)(request, response) : openAi(8)(request, response);
    server.usual = plain;
    const provider = embedder();
    for (const text of ['a', 'bc']) expect([...(await provider.embed([text], 'document'))[0]!]).toEqual(unit(vectorOf(text, 8)));
    expect(server.received.map(({ body }) => body['encoding_format'])).toEqual(['base64', 'float', 'float']);
    await expect(embedder({ encoding: 'base64' }).embed(['a'], 'document')).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('not supported') as string });
  });

  it('takes numbers from a server that ignores what was asked for, and no usage and no index', async () => {
    server.usual = ({ body }, response) => json({ data: (body['input'] as string[]).map((text) => ({ embedding: vectorOf(text, 8) })) })(undefined as never, response);
    const provider = embedder();
    const vectors = await provider.embed(['a', 'bcd'], 'document');
    expect(vectors.map((vector) => [...vector])).toEqual([unit(vectorOf('a', 8)), unit(vectorOf('bcd', 8))]);
    const { tokens, estimated } = provider.usage();
    expect([tokens, estimated]).toEqual([2, 2]);
  });

  it('puts the prefixes of asymmetric models before queries and documents', async () => {
    const provider = embedder({ queryPrefix: 'query: ', documentPrefix: 'passage: ' });
    await provider.embed(['a'], 'query');
    await provider.embed(['a'], 'document');
    expect(server.received.map(({ body }) => body['input'])).toEqual([['query: a'], ['passage: a']]);
  });

  it('names its vectors by all that shapes them', () => {
    const names = [embedder(), embedder({ dimensions: 4, shortening: 'client' }), embedder({ model: 'n' }), embedder({ documentPrefix: 'passage: ' }), embedder({ queryPrefix: 'query: ' })].map(({ model }) => model);
    expect(names[0]).toBe('openai:m@8');
    expect(new Set(names).size).toBe(4); // what is put before queries shapes no stored vector
  });
});
