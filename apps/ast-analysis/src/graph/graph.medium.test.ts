import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { astAnalysis } from '@twinmcp/contracts';
import { isDomainError } from '@twinmcp/kernel';
import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import { startAstAnalysis, type ServiceUnderTest } from '../test-support/start-service.ts';

const FILES: Record<string, string> = {
  'package.json': '{ "name": "small", "type": "module" }\n',
  'src/encode.ts': 'export function encode(value: unknown): string {\n  return JSON.stringify(value);\n}\n\nexport function nobody(): void {}\n',
  'src/reply.ts': "import { encode } from './encode.js';\n\nexport interface Sender {\n  send(payload: unknown): string;\n}\n\nexport class Reply implements Sender {\n  send(payload: unknown): string {\n    return encode(payload);\n  }\n}\n",
  'src/server.ts': "import { Reply } from './reply.js';\n\nexport function handle(reply: Reply): string {\n  return reply.send({ ok: true });\n}\n\nexport function main(): string {\n  return handle(new Reply());\n}\n",
  'src/gone.ts': "import { encode } from './encode.js';\n\nexport const old = encode(1);\n",
  'test/reply.test.ts': "import { Reply } from '../src/reply.js';\n\ntest('sends', () => {\n  const reply = new Reply();\n  reply.send(1);\n});\n",
};
const env = { ...process.env, GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

describe('Questions to the code graph', () => {
  let base: string;
  let root: string;
  let service: ServiceUnderTest;
  let workspaceId: string;
  const kv = new MemoryKeyValueStore();
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const edit = (file: string, from: string, to: string) => write(file, readFileSync(path.join(root, file), 'utf8').replace(from, to));
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { env });

  beforeAll(async () => {
    base = mkdtempSync(path.join(tmpdir(), 'twinmcp-graph-'));
    root = path.join(base, 'small');
    for (const [file, text] of Object.entries(FILES)) write(file, text);
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    service = await startAstAnalysis({ dataDir: path.join(base, 'data'), kv });
    ({ workspaceId } = await service.index({ kind: 'directory', root }));
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(base, { recursive: true, force: true });
  });

  const references = (symbol: string, more = {}) => service.call(astAnalysis.findReferences, { workspaceId, symbol, ...more });
  const uses = async (symbol: string) => (await references(symbol)).references.map((use) => `${use.path}:${use.line} ${use.text}`);

  it.each(['Reply.send', 'Reply::send', 'Reply#send', 'Reply->send()', 'src/reply.ts:8', './src/reply.ts:9:12', 'src/reply.ts:Reply.send'])('takes %s for the method, and quotes its uses', async (symbol) => {
    const answer = await references(symbol);
    expect(answer.definitions.map(({ path: at, qualifiedName, signature }) => [at, qualifiedName, signature])).toContainEqual(['src/reply.ts', 'Reply.send', 'send(payload: unknown): string']);
    expect(await uses(symbol)).toEqual(expect.arrayContaining(['src/server.ts:4 return reply.send({ ok: true });', 'test/reply.test.ts:5 reply.send(1);']));
    expect([answer.stale, answer.suggestions]).toEqual([[], []]);
  });

  it('gives all uses by pages, and each once', async () => {
    const all = await references('encode');
    expect(all.total).toBe(all.references.length);
    const paged: unknown[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await references('encode', { limit: 1, cursor });
      expect(page.references).toHaveLength(1);
      paged.push(...page.references);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.references);
    expect((await references('encode', { withTests: false, pathPrefix: 'src/gone', kinds: ['call'] })).references).toMatchObject([{ path: 'src/gone.ts', kind: 'call', within: 'old' }]);
    await expect(references('encode', { cursor: 'mine' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('says what is near when nothing has the name, and which file is not there', async () => {
    expect(await references('encodee')).toMatchObject({ definitions: [], references: [], total: 0, suggestions: expect.arrayContaining(['encode']) });
    await expect(references('src/nope.ts:3')).rejects.toMatchObject({ code: 'not-found' });
    await expect(references('src/reply.ts')).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('is a file') });
    await expect(service.call(astAnalysis.getOutline, { workspaceId, path: 'src/nope.ts' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('answers or refuses any text that is asked for as a symbol, a query or a commit', async () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(fc.constantFrom('src/reply.ts', ':', '8', 'send', '::', '#', '.', '->', '()', '../', '%', '\u0000', ' ', '~', '^', '@{1}', '--'), { maxLength: 8 }).map((parts) => parts.join('')));
    const refusal = (error: unknown): unknown => (isDomainError(error) ? ['invalid-input', 'not-found'].includes(error.code) : error);
    await fc.assert(
      fc.asyncProperty(text, async (anything) => {
        const outcomes = await Promise.all([
          references(anything), service.call(astAnalysis.getCalls, { workspaceId, symbol: anything }), service.call(astAnalysis.repositoryMap, { workspaceId, query: anything, budget: 100 }),
          service.call(astAnalysis.analyzeImpact, { workspaceId, symbols: [anything], paths: [anything] }), service.call(astAnalysis.analyzeImpact, { workspaceId, base: anything }),
        ].map((answer) => answer.then(() => true, refusal)));
        expect(outcomes).toEqual([true, true, true, true, true]);
      }),
      { numRuns: 60, examples: [['src/reply.ts:999999999'], ['src/reply.ts:0'], ['HEAD^{tree}'], ['-'], ['.'], [':'], ['a:b:c:d']] },
    );
  });

  it('follows calls both ways, with the lines of the calls', async () => {
    const callers = await service.call(astAnalysis.getCalls, { workspaceId, symbol: 'encode', depth: 3, withTests: false });
    expect(callers.nodes.map(({ symbol, depth, path: at, calls }) => [depth, symbol.qualifiedName, at, calls.map(({ text }) => text)])).toEqual(expect.arrayContaining([
      [0, 'encode', 'src/encode.ts', []],
      [1, 'Reply.send', 'src/reply.ts', ['return encode(payload);']],
      [2, 'handle', 'src/server.ts', ['return reply.send({ ok: true });']],
      [3, 'main', 'src/server.ts', ['return handle(new Reply());']],
    ]));
    const callees = await service.call(astAnalysis.getCalls, { workspaceId, symbol: 'main', direction: 'callees' });
    expect(callees.nodes.slice(1)).toMatchObject(expect.arrayContaining([expect.objectContaining({ path: 'src/server.ts', symbol: expect.objectContaining({ qualifiedName: 'handle' }), calls: [{ line: 8, text: 'return handle(new Reply());' }] })]));
  });

  it('finds implementations, outlines and dependencies', async () => {
    const found = await service.call(astAnalysis.findImplementations, { workspaceId, symbol: 'Sender' });
    expect(found.implementations).toMatchObject([{ symbol: { qualifiedName: 'Reply', path: 'src/reply.ts' }, relation: 'implements' }]);
    const outline = await service.call(astAnalysis.getOutline, { workspaceId, path: 'src/reply.ts' });
    expect(outline.symbols.map(({ symbol, depth }) => `${depth} ${symbol.qualifiedName}`)).toEqual(['0 Sender', '1 Sender.send', '0 Reply', '1 Reply.send']);
    const first = await service.call(astAnalysis.getOutline, { workspaceId, path: 'src/reply.ts', limit: 3 });
    expect([first.symbols.length, first.total, first.nextCursor]).toEqual([3, 4, '3']);
    const dependencies = await service.call(astAnalysis.getDependencies, { workspaceId, path: 'src/encode.ts', direction: 'importers', depth: 2 });
    expect(dependencies.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(expect.arrayContaining(['src/reply.ts src/encode.ts', 'src/server.ts src/reply.ts']));
  });

  it('draws a map within its budget that leans to what is asked', async () => {
    const draw = async (more: object) => {
      const map = await service.call(astAnalysis.repositoryMap, { workspaceId, budget: 1_000, ...more });
      const ranks = new Map(map.files.flatMap(({ symbols }) => symbols.map(({ qualifiedName, rank }) => [qualifiedName, rank] as const)));
      return { ...map, ranks };
    };
    const all = await draw({});
    expect(all.text).toContain('src/server.ts\n  3: export function handle(reply: Reply): string\n  7: export function main(): string');
    expect(all.omitted).toBe(0);
    const small = await draw({ budget: 100 });
    expect(small.tokens).toBeLessThanOrEqual(100);
    expect(small.text.length).toBeLessThan(all.text.length);
    const leaning = await draw({ query: 'who handles a request in main?' });
    expect(leaning.ranks.get('main')! / leaning.ranks.get('nobody')!).toBeGreaterThan(3 * (all.ranks.get('main')! / all.ranks.get('nobody')!));
    expect([...(await draw({ pathPrefix: 'src/encode' })).ranks.keys()].sort()).toEqual(['encode', 'nobody']);
  });

  it('lists findings with their places', async () => {
    const { findings, total, byKind } = await service.call(astAnalysis.listFindings, { workspaceId, kinds: ['dead-export'] });
    expect(findings.map(({ places }) => places[0]!.symbol)).toContain('nobody');
    expect(byKind['dead-export']).toBe(total);
  });

  it('analyses the impact of symbols and files', async () => {
    const impact = await service.call(astAnalysis.analyzeImpact, { workspaceId, symbols: ['encode', 'nowhere'], paths: ['src/none.ts'] });
    expect(impact.changed.map(({ qualifiedName }) => qualifiedName)).toEqual(['encode']);
    expect(impact.affected.map(({ symbol }) => symbol.qualifiedName)).toEqual(expect.arrayContaining(['Reply.send', 'handle', 'main']));
    expect(impact.tests.map(({ path: at }) => at)).toEqual(['test/reply.test.ts']);
    expect(impact.unknown).toEqual(['nowhere', 'src/none.ts']);
    await expect(service.call(astAnalysis.analyzeImpact, { workspaceId })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('is built from the source by a replica that never indexed', async () => {
    const other = await startAstAnalysis({ dataDir: path.join(base, 'other'), kv });
    try {
      expect(await other.call(astAnalysis.findReferences, { workspaceId, symbol: 'encode' })).toEqual(await references('encode'));
    } finally {
      await other.stop();
    }
  });

  it('says which files moved on since they were indexed, and quotes nothing from them', async () => {
    edit('src/server.ts', 'import', '// a line more\nimport');
    const answer = await references('Reply.send');
    expect(answer.stale).toEqual(['src/server.ts']);
    expect(answer.references.filter((use) => use.path === 'src/server.ts')).toMatchObject([{ line: 4, text: null }]);
    expect(answer.references.filter((use) => use.path === 'test/reply.test.ts')[0]!.text).not.toBeNull();
  });

  it('analyses the impact of what changed since a commit, edits and lost files included', async () => {
    edit('src/encode.ts', 'JSON.stringify(value)', 'String(value)');
    rmSync(path.join(root, 'src/gone.ts'));
    write('src/fresh.ts', 'export const fresh = 1;\n');
    await service.index({ kind: 'directory', root });
    const impact = await service.call(astAnalysis.analyzeImpact, { workspaceId, base: 'HEAD' });
    expect(impact.changedFiles).toEqual([{ path: 'src/encode.ts', state: 'modified' }, { path: 'src/fresh.ts', state: 'added' }, { path: 'src/gone.ts', state: 'deleted' }, { path: 'src/server.ts', state: 'modified' }]);
    expect(impact.changed.map(({ qualifiedName }) => qualifiedName)).toContain('encode');
    expect(impact.changed.map(({ qualifiedName }) => qualifiedName)).not.toContain('nobody');
    expect(impact.affected.map(({ symbol }) => symbol.qualifiedName)).toEqual(expect.arrayContaining(['Reply.send']));
    expect(impact.tests.map(({ path: at }) => at)).toEqual(['test/reply.test.ts']);
    await expect(service.call(astAnalysis.analyzeImpact, { workspaceId, base: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(service.call(astAnalysis.analyzeImpact, { workspaceId, base: '--output=/tmp/x' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('has no answer before there is an index', async () => {
    const { workspace } = await service.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root: base } });
    await expect(service.call(astAnalysis.findReferences, { workspaceId: workspace.id, symbol: 'x' })).rejects.toMatchObject({ code: 'workspace-not-indexed' });
  });
});
