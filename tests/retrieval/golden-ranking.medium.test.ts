import { jest } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Explanation, type SearchHit } from '@twinmcp/contracts';
import { startEmbedded } from '../mesh/support/embedded.ts';
import { RestClient } from '../mesh/support/client.ts';
import { GOLDEN, LEAST_MRR } from './golden.data.ts';

// The whole engine, asked by hand-written questions about packages that the lock file pins: a change of the ranking that loses one of them shows here.

jest.setTimeout(180_000);
const folderOf = (name: string) => fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));
const CORPORA = Object.keys(GOLDEN);

let base: string;
let engine: { url: string; stop(): Promise<number | null> };
const hits = new Map<string, readonly SearchHit[]>();
const filesOf = (ask: string) => [...new Set(hits.get(ask)!.map(({ path: file }) => file))];
const rankOf = (ask: string, files: readonly string[]) => filesOf(ask).findIndex((file) => files.includes(file)) + 1;

beforeAll(async () => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-golden-')));
  engine = await startEmbedded(path.join(base, 'data'));
  const client = new RestClient(engine.url);
  for (const name of CORPORA) {
    const root = path.join(base, name);
    cpSync(folderOf(name), root, { recursive: true, filter: (file) => !path.relative(folderOf(name), file).split(path.sep).includes('node_modules') });
    const { workspace, job } = await client.index(root, 120_000);
    expect(job.state).toBe('succeeded');
    for (const { ask } of GOLDEN[name]!) {
      const { status, body } = await client.send<{ hits: SearchHit[]; degraded: unknown[] }>('POST', '/v1/search', { workspaceId: workspace.id, query: ask, limit: 200 });
      expect([status, body.degraded]).toEqual([200, []]);
      hits.set(ask, body.hits);
    }
  }
});
afterAll(async () => {
  await engine?.stop();
  rmSync(base, { recursive: true, force: true });
});

describe.each(CORPORA)('questions about %s', (name) => {
  it.each(GOLDEN[name]!.map((question) => [question.ask.slice(0, 80), question] as const))('%s', (_, { ask, files, within, symbol }) => {
    const first = filesOf(ask).slice(0, within);
    expect({ first, right: first.some((file) => files.includes(file)) }).toEqual({ first, right: true });
    if (symbol !== undefined) expect(hits.get(ask)!.find(({ path: file }) => files.includes(file))!.symbol?.split('.').at(-1)).toBe(symbol);
  });
});

it('has the right file first often enough', () => {
  const ranks = CORPORA.flatMap((name) => GOLDEN[name]!.map(({ ask, files }) => rankOf(ask, files)));
  const mrr = ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / ranks.length;
  expect(mrr).toBeGreaterThanOrEqual(LEAST_MRR);
});

it.each(['search-code', 'get-context'])('explains itself to an agent: mode, reasons, kinds, scores and costs in %s', async (name) => {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${engine.url}/mcp`)));
  try {
    const arguments_ = { query: GOLDEN['semver']![2]!.ask, workspace: path.join(base, 'semver') };
    const texts = async (more: Record<string, unknown>) => ((await client.callTool({ name, arguments: { ...arguments_, ...more } })).content as { text: string }[]).map(({ text }) => text);
    const explanation = Explanation.parse(JSON.parse((await texts({ explain: true })).at(-1)!));
    expect(explanation.mode.reasons.length).toBeGreaterThan(0);
    expect(explanation.ranking).toMatchObject({ how: 'learnt', kinds: expect.objectContaining({ snippet: expect.any(Number) }) });
    expect(explanation.places[0]!.label).toMatch(/^ranges\/subset\.js:/);
    expect((await texts({})).some((text) => text.startsWith('{"mode"'))).toBe(false);
  } finally {
    await client.close();
  }
});

it('asks of files that the packages have', () => {
  for (const name of CORPORA) for (const { ask, files } of GOLDEN[name]!) expect([ask, files.some((file) => existsSync(path.join(folderOf(name), file)))]).toEqual([ask, true]);
});
