import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeWithServer } from '@twinmcp/testing';
import { startMesh, type Mesh } from 'twinmcp';
import { RestClient } from './support/client.ts';
import { startEmbedded } from './support/embedded.ts';
import { ownRepository } from './support/repository.ts';

const QUERIES = [
  'where is a job redelivered after its handler failed',
  'withTimeout',
  'Deadline.capped',
  'how are binary files skipped',
  'reciprocal rank fusion',
  'error codes that cross the wire',
  'split camelCase identifiers into words',
  'exact token budget',
  'what happens to chunks when a file is deleted',
  'libs/kernel/src/retry.ts',
];

describeWithServer('nats-server', 'Embedded and mesh', () => {
  let mesh: Mesh;
  let embedded: { url: string; stop(): Promise<number | null> };
  const repository = ownRepository();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'twinmcp-mesh-data-'));
  const ids = { mesh: '', embedded: '' };

  beforeAll(async () => {
    mesh = await startMesh({ dataDir });
    embedded = await startEmbedded(path.join(dataDir, 'embedded'));
    for (const [shape, url] of [['mesh', mesh.url], ['embedded', embedded.url]] as const) {
      const { workspace, job } = await new RestClient(url).index(repository.root);
      expect(job).toMatchObject({ state: 'succeeded', error: null });
      ids[shape] = workspace.id;
    }
  }, 120_000);

  afterAll(async () => {
    expect(await embedded?.stop()).toBe(0);
    await mesh?.stop();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  it.each(QUERIES)('rank the same for "%s"', async (query) => {
    const ranking = async (url: string, id: string) => {
      const { status, body } = await new RestClient(url).search(id, query);
      expect({ status, degraded: body.degraded }).toEqual({ status: 200, degraded: [] });
      return body.hits.map((hit) => `${hit.path}:${hit.startLine}-${hit.endLine} ${hit.score.toFixed(9)} ${hit.sources.join()}`);
    };
    const fromMesh = await ranking(mesh.url, ids.mesh);
    expect(fromMesh.length).toBeGreaterThan(0);
    expect(await ranking(embedded.url, ids.embedded)).toEqual(fromMesh);
  });

  it('assemble the same text for the same question', async () => {
    const [a, b] = await Promise.all([new RestClient(mesh.url).context(ids.mesh, QUERIES[0]!), new RestClient(embedded.url).context(ids.embedded, QUERIES[0]!)]);
    expect([a.status, b.status]).toEqual([200, 200]);
    expect(a.body.items.length).toBeGreaterThan(0);
    expect(a.body.tokens).toBeLessThanOrEqual(3000);
    expect(b.body.text).toBe(a.body.text);
  });

  it.each(['graph/references?symbol=Deadline&limit=200', 'graph/callers?symbol=childContext&depth=2', 'graph/outline?path=libs/kernel/src/retry.ts', 'map?query=retry&budget=500', 'findings?limit=50'])('say the same of the code graph: %s', async (question) => {
    const ask = async (url: string, id: string) => new RestClient(url).send('GET', `/v1/workspaces/${id}/${question}`);
    const fromMesh = await ask(mesh.url, ids.mesh);
    expect(fromMesh.status).toBe(200);
    expect(await ask(embedded.url, ids.embedded)).toEqual(fromMesh);
  });

  it('name every service and what stands in for the stores that are not there', async () => {
    const { body } = await new RestClient(mesh.url).send<{ state: string; shape: string; services: { service: string; health: { dependencies: { state: string }[] } | null }[] }>('GET', '/v1/status');
    expect(body.shape).toBe('mesh');
    expect(body.services.map((s) => [s.service, s.health !== null])).toEqual(expect.arrayContaining(['gateway', 'ast-analysis', 'embedding', 'library-resolution', 'context-assembly', 'monitoring'].map((name) => [name, true])));
    expect(body.services.flatMap((s) => s.health?.dependencies ?? []).some((d) => d.state === 'substituted')).toBe(true);
  });
});
