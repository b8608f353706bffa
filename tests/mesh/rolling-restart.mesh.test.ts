import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVICES, type ServiceName, type Workspace } from '@twinmcp/contracts';
import { describeWithServer, startNatsServer, startQdrantDouble, type QdrantDouble, type RunningServer } from '@twinmcp/testing';
import { RestClient } from './support/client.ts';
import { askWithoutPause } from './support/load.ts';
import { MeshOfReplicas } from './support/replicas.ts';
import { ownRepository } from './support/repository.ts';

const QUERIES = ['where is a job redelivered', 'withTimeout', 'how are binary files skipped', 'split identifiers into words', 'backoff with jitter'];

/** Of the whole analysis: a part that is missing is then one that nobody served, not one that a busy machine served late. */
const PATIENCE = '20s';

/** Two gateways behind a balancer, vectors in Qdrant so that embedding too has a successor beside it; no two processes share a directory. */
describeWithServer('nats-server', 'A mesh that is restarted service by service under load', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-rolling-'));
  const repository = ownRepository(['libs/kernel/src', 'libs/domain/messaging/src', 'libs/domain/workspaces/src']);
  let nats: RunningServer;
  let qdrant: QdrantDouble;
  let mesh: MeshOfReplicas;
  let rest: RestClient;
  let workspaceId: string;

  beforeAll(async () => {
    nats = await startNatsServer();
    qdrant = await startQdrantDouble();
    mesh = await MeshOfReplicas.start([...SERVICES, 'gateway'], { folder, env: { NATS_URL: nats.url, QDRANT_URL: qdrant.url, TWINMCP_HYBRID__MAX_ANALYSIS_TIME: PATIENCE } });
    rest = new RestClient(mesh.url);
    const { body } = await rest.send<{ workspace: Workspace }>('POST', '/v1/workspaces', { source: { kind: 'git', url: `file://${repository.root}` } });
    workspaceId = body.workspace.id;
    const submitted = await rest.submit(workspaceId);
    expect(await rest.finished(submitted.body.job.id, 120_000)).toMatchObject({ state: 'succeeded', error: null });
  }, 240_000);

  afterAll(async () => {
    await mesh?.close();
    await qdrant?.stop();
    await nats?.stop();
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it.each(SERVICES)('answers every request whole while %s is replaced', async (service: ServiceName) => {
    const before = mesh.of(service).map(({ child }) => child.pid);
    const load = askWithoutPause(rest, workspaceId, QUERIES);
    await mesh.rollingRestart(service);
    const { sent, failures, degraded } = await load.stop();
    expect(mesh.of(service)).toHaveLength(before.length);
    expect(mesh.of(service).filter(({ child }) => before.includes(child.pid))).toEqual([]);
    expect(sent).toBeGreaterThan(3);
    expect({ failures, degraded, refused: mesh.balancer.refused }).toEqual({ failures: [], degraded: {}, refused: 0 });
  }, 120_000);
});
