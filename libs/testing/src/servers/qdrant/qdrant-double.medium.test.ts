import { startQdrantDouble, type QdrantDouble } from '../../index.ts';

let double: QdrantDouble;
beforeAll(async () => {
  double = await startQdrantDouble({ apiKey: 'key' });
  await send('PUT', '/collections/c', { vectors: { dense: { size: 2, distance: 'Cosine' } }, sparse_vectors: { words: { modifier: 'idf' } } });
});
afterAll(() => double.stop());

const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = { 'api-key': 'key' }) => {
  const response = await fetch(double.url + path, { method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as { result?: never; status?: { error?: string } }) : text };
};
const points = (...list: unknown[]) => ({ points: list });

// A double that takes everything would prove nothing.
describe('the Qdrant double refuses, and remembers, a request that is not as the OpenAPI document says', () => {
  it.each<[string, string, string, unknown]>([
    ['an unknown path', 'GET', '/collection/c', undefined],
    ['an unknown method', 'PATCH', '/collections/c/points', {}],
    ['an unknown query parameter', 'PUT', '/collections/c/points?wiat=true', points()],
    ['a query parameter of another type', 'PUT', '/collections/c/points?wait=perhaps', points()],
    ['a word that is not allowed', 'PUT', '/collections/c/points?ordering=strongest', points()],
    ['a missing field', 'PUT', '/collections/c/points', points({ id: 1 })],
    ['an unknown field', 'POST', '/collections/c/points/query', { query: [1, 0], using: 'dense', limt: 3 }],
    ['an unknown field deep inside', 'POST', '/collections/c/points/query', { query: [1, 0], using: 'dense', params: { exakt: true } }],
    ['a field of another type', 'POST', '/collections/c/points/query', { query: [1, 0], using: 'dense', limit: '3' }],
    ['a limit of 0', 'POST', '/collections/c/points/scroll', { limit: 0 }],
    ['an id that is no UUID', 'POST', '/collections/c/points', { ids: ['one'] }],
    ['an id below zero', 'POST', '/collections/c/points', { ids: [-1] }],
    ['an index beyond 32 bits', 'POST', '/collections/c/points/query', { query: { indices: [2 ** 32], values: [1] }, using: 'words' }],
    ['an unknown condition', 'POST', '/collections/c/points/count', { filter: { must: [{ key: 'a', matches: { value: 1 } }] } }],
    ['a filter with another word', 'POST', '/collections/c/points/count', { filter: { mustNot: [] } }],
    ['an unknown distance', 'PUT', '/collections/d', { vectors: { dense: { size: 2, distance: 'cosine' } } }],
    ['no dimensions', 'PUT', '/collections/d', { vectors: { dense: { size: 0, distance: 'Cosine' } } }],
    ['a body where none belongs', 'GET', '/collections', undefined],
    ['what is no JSON', 'POST', '/collections/c/points/count', '{"filter": NaN}'],
  ])('%s', async (title, method, path, body) => {
    const before = double.violations.length;
    if (title === 'a body where none belongs') return expect((await send('POST', '/collections/c/snapshots', { all: true })).status).toBe(400);
    expect((await send(method, path, body)).status).toBeGreaterThanOrEqual(400);
    expect(double.violations).toHaveLength(before + 1);
  });
});

describe('the Qdrant double answers as a server does', () => {
  it.each<[number, string, string, unknown]>([
    [404, 'GET', '/collections/none', undefined],
    [409, 'PUT', '/collections/c', { vectors: { dense: { size: 2, distance: 'Cosine' } } }],
    [400, 'PUT', '/collections/c/points', points({ id: 1, vector: { dense: [1, 0, 0] } })],
    [400, 'PUT', '/collections/c/points', points({ id: 1, vector: { other: [1, 0] } })],
    [422, 'PUT', '/collections/c/points', points({ id: 1, vector: { words: { indices: [1, 1], values: [1, 1] } } })],
    [404, 'POST', '/collections/aliases', { actions: [{ delete_alias: { alias_name: 'none' } }] }],
    [400, 'PUT', '/collections/c/snapshots/recover', { location: 'http://localhost/none.snapshot' }],
  ])('%d to %s %s', async (status, method, path, body) => {
    const before = double.violations.length;
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    expect((answer.body as { status: { error: string } }).status.error.length).toBeGreaterThan(10);
    expect(double.violations).toHaveLength(before);
  });

  it('401 without the key, version and readiness with it', async () => {
    expect((await send('GET', '/collections', undefined, {})).status).toBe(401);
    expect((await send('GET', '/')).body).toMatchObject({ title: expect.any(String), version: expect.stringMatching(/^1\.\d+/) });
    expect((await send('GET', '/readyz')).body).toContain('ready');
  });

  it('searches what it was given: cosine, idf over the vectors of that name, ranks from 0', async () => {
    await send('PUT', '/collections/c/points?wait=true', points({ id: 1, vector: { dense: [2, 0], words: { indices: [7], values: [1] } } }, { id: 2, vector: { dense: [1, 1], words: { indices: [7, 8], values: [1, 1] } } }, { id: 3, vector: {} }));
    const query = async (body: object) => ((await send('POST', '/collections/c/points/query', body)).body as unknown as { result: { points: { id: number; score: number }[] } }).result.points.map(({ id, score }) => [id, Number(score.toFixed(4))]);
    expect(await query({ query: [1, 0], using: 'dense' })).toEqual([[1, 1], [2, 0.7071]]);
    expect(await query({ query: { indices: [8], values: [1] }, using: 'words' })).toEqual([[2, Number(Math.log(1 + 1.5 / 1.5).toFixed(4))]]);
    expect(await query({ prefetch: [{ query: [1, 0], using: 'dense' }, { query: { indices: [8], values: [1] }, using: 'words' }], query: { fusion: 'rrf' } })).toEqual([[2, Number((1 / 3 + 1 / 2).toFixed(4))], [1, 0.5]]);
  });
});
