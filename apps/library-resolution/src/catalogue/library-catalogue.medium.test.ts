import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { astAnalysis, embedding, libraryResolution } from '@twinmcp/contracts';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { newCallContext, serveRpc, type RpcClient } from '@twinmcp/messaging';
import { createLogger, PlatformModule, RPC_CLIENT, StaticLiveConfig } from '@twinmcp/platform';
import { LibraryResolutionModule } from '../index.ts';

const workspaceId = 'demo';
const ctx = () => newCallContext({ timeoutMs: 60_000 });
const base = mkdtempSync(path.join(tmpdir(), 'catalogue-'));
const project = path.join(base, 'project');
const MANIFEST = JSON.stringify({ name: 'demo', dependencies: { zod: '^4', 'my-own-thing': '^1' } });
let app: INestApplicationContext;
let rpc: RpcClient;
let registry: Server;
let handle: Parameters<typeof createServer>[1];
let embeddingDown = false;

beforeAll(async () => {
  const write = (file: string, content: object): void => {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), JSON.stringify(content));
  };
  write('node_modules/zod/package.json', { name: 'zod', version: '4.1.0', description: 'Schemas' });
  write('node_modules/my-own-thing/package.json', { name: 'my-own-thing', version: '1.5.0', description: 'Paints hedgehogs in watercolour', keywords: ['hedgehog', 'painting'], dependencies: { zod: '^4', 'left-thing': '1' } });
  registry = createServer((request, response) => void handle?.(request as never, response as never));
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const config = StaticLiveConfig.of({ data_dir: base, logging: { level: 'silent' }, libraries: { registries: { enabled: true, npm: url, npm_downloads: url, pypi: url, cargo: url, go: url } } });
  const bus = new MemoryMessageBus();
  const embedder = new StaticCodeEmbedder();
  await serveRpc(bus, embedding.embedTexts, async ({ texts, kind }) => {
    if (embeddingDown) throw new Error('no vectors today');
    const vectors = await embedder.embed(texts, kind);
    return { model: embedder.model, dimensions: embedder.dimensions, vectors: vectors.map((vector) => Buffer.from(vector.buffer).toString('base64')) };
  });
  await serveRpc(bus, astAnalysis.listWorkspaces, () => Promise.resolve({ workspaces: [{ id: workspaceId, name: 'demo', source: { kind: 'directory' as const, root: project }, createdAt: 1 }] }));
  await serveRpc(bus, astAnalysis.readRanges, ({ ranges }) => Promise.resolve({
    ranges: ranges.map(({ path: file, startLine, endLine }) => (file === 'package.json' && startLine === 1
      ? { path: file, startLine, endLine: 1, status: 'fresh' as const, text: MANIFEST, fileHash: 'h', commit: null, dirty: false }
      : { path: file, startLine, endLine, status: 'missing' as const, text: '', fileHash: file === 'package.json' ? 'h' : null, commit: null, dirty: false })),
    omitted: 0,
  }));
  @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close(), config, logger: createLogger({ config, service: 'library-resolution' }), service: null }), LibraryResolutionModule] })
  class Root {}
  app = await NestFactory.createApplicationContext(Root, { logger: false });
  rpc = app.get<RpcClient>(RPC_CLIENT);
}, 60_000);
afterAll(async () => {
  await app.close();
  registry.closeAllConnections();
  registry.close();
  rmSync(base, { recursive: true, force: true });
});
beforeEach(() => {
  handle = (_, response) => response.writeHead(404).end();
  embeddingDown = false;
});

const resolve = (query: string, more: object = {}) => rpc.call(libraryResolution.resolveLibrary, { query, ...more }, ctx());

describe('the catalogue of library-resolution', () => {
  it('resolves names, slips, imports and descriptions from the seed, offline', async () => {
    expect((await resolve('zod')).matches[0]).toMatchObject({ id: 'npm:zod', matched: 'exact', installed: false });
    expect((await resolve('axois', { ecosystems: ['npm'] })).matches[0]).toMatchObject({ id: 'npm:axios', matched: 'typo' });
    expect((await resolve('cv2', { kind: 'import' })).matches[0]).toMatchObject({ id: 'pypi:opencv-python', matched: 'import' });
    expect((await resolve('npm i -D vitest@^2.0')).matches[0]).toMatchObject({ id: 'npm:vitest', matched: 'exact' });
    expect((await resolve('watch files and folders for changes', { ecosystems: ['npm'], kind: 'description' })).matches.slice(0, 3).map(({ id }) => id)).toContain('npm:chokidar');
    const { matches, nextCursor } = await resolve('react', { limit: 2 });
    expect(matches.map(({ id }) => id)[0]).toBe('npm:react');
    expect((await resolve('react', { limit: 2, cursor: nextCursor! })).matches).toHaveLength(2);
  });

  it('takes what is installed into the catalogue, with its version and what it is used with', async () => {
    const learnt = await rpc.call(libraryResolution.learnLibraries, { workspaceId }, ctx());
    expect(learnt).toMatchObject({ installed: 2, libraries: 2, problems: [] });
    expect((await resolve('zod', { workspaceId })).matches[0]).toMatchObject({ id: 'npm:zod', installed: true });
    expect((await resolve('paint a hedgehog', { kind: 'description' })).matches[0]).toMatchObject({ id: 'npm:my-own-thing' });
    const together = () => rpc.call(libraryResolution.similarLibraries, { library: { ecosystem: 'npm', name: 'zod' }, relations: ['complementary'], workspaceId }, ctx());
    let answer = await together();
    // On a busy machine the store may take longer than a question waits for it; the answer says so then.
    for (let i = 0; i < 20 && answer.degraded.some((reason) => reason.includes('used together')); i++) answer = await together();
    expect(answer.recommendations).toEqual([expect.objectContaining({ id: 'npm:my-own-thing', reason: expect.stringContaining('manifests') as string })]);
    const similar = await rpc.call(libraryResolution.similarLibraries, { library: { ecosystem: 'npm', name: 'zod' }, relations: ['similar', 'alternative'] }, ctx());
    expect(similar.recommendations.map(({ id }) => id)).toEqual(expect.arrayContaining(['npm:yup', 'npm:joi']));
  });

  it('scores with what its registry says, and says what is not known', async () => {
    handle = (request, response) => {
      if (request.url === '/express') response.end(JSON.stringify({ name: 'express', 'dist-tags': { latest: '5.0.0' }, license: 'MIT', time: { '5.0.0': new Date().toISOString() }, versions: { '5.0.0': { scripts: { test: 'mocha' } } }, readme: 'x'.repeat(4_000) }));
      else if (request.url?.startsWith('/downloads/')) response.end(JSON.stringify({ downloads: 100_000_000 }));
      else response.writeHead(404).end();
    };
    const { quality } = await rpc.call(libraryResolution.scoreLibrary, { library: { ecosystem: 'npm', name: 'express' } }, ctx());
    expect(quality.grade).toMatch(/^[AB]/);
    expect(quality.parts.find(({ part }) => part === 'popularity')).toMatchObject({ score: 1 });
    expect(quality.parts.flatMap(({ evidence }) => evidence).find(({ what }) => what === 'continuous integration')).toMatchObject({ value: null, score: null });
    const { libraries, recommended } = await rpc.call(libraryResolution.compareLibraries, { libraries: [{ ecosystem: 'npm', name: 'express' }, { ecosystem: 'npm', name: 'no-such-thing-here' }] }, ctx());
    expect(libraries.map(({ found, version }) => [found, version])).toEqual([[true, '5.0.0'], [false, null]]);
    expect(recommended).toBe('npm:express');
  });

  it('answers when the registry is down, and without vectors', async () => {
    handle = (request) => request.socket.destroy();
    const { library, degraded } = await rpc.call(libraryResolution.getLibrary, { library: { ecosystem: 'npm', name: 'fastify' } }, ctx());
    expect(library).toMatchObject({ id: 'npm:fastify', sources: ['seed'] });
    expect(degraded.join()).toContain('was not heard');
    embeddingDown = true;
    const found = await resolve('fastfy');
    expect(found.matches[0]).toMatchObject({ id: 'npm:fastify', parts: { semantic: null } });
    expect(found.degraded.join()).toContain('without meaning');
    await expect(rpc.call(libraryResolution.scoreLibrary, { library: { ecosystem: 'npm', name: 'never-heard-of-it' } }, ctx())).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('registry was not heard'), details: { trouble: 'cut' } });
  });

  it('warns of what advisories call malicious, and does not offer it for a slip', async () => {
    const advisory = (id: string, name: string, versions: string[] = []) => JSON.stringify({ id, modified: '2026-01-01T00:00:00Z', published: '2026-01-01T00:00:00Z', summary: 'Malicious code', affected: [{ package: { ecosystem: 'npm', name }, ...(versions.length > 0 ? { versions } : { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }) }] });
    await rpc.call(libraryResolution.importAdvisories, { advisories: [advisory('MAL-2026-1', 'fastifyy'), advisory('MAL-2026-2', 'zod', ['9.9.9'])] }, ctx());
    const { matches, warnings } = await resolve('fastifyy', { ecosystems: ['npm'] });
    expect(warnings).toEqual([expect.objectContaining({ kind: 'malicious', advisory: 'MAL-2026-1', instead: 'npm:fastify' })]);
    expect(matches[0]!.id).toBe('npm:fastify');
    expect((await resolve('zod', { ecosystems: ['npm'] })).warnings).toEqual([]); // one release of it was
    const { quality } = await rpc.call(libraryResolution.scoreLibrary, { library: { ecosystem: 'npm', name: 'zod', version: '9.9.9' }, refresh: 'never' }, ctx());
    expect(quality.warnings).toEqual([expect.objectContaining({ kind: 'vulnerable' })]);
  });

  it('tells how large it is', async () => {
    expect(await rpc.call(libraryResolution.catalogueStats, {}, ctx())).toMatchObject({ byEcosystem: { npm: expect.any(Number) as number, pypi: expect.any(Number) as number }, registries: true });
  });
});
