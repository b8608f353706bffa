import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVICES, type ServiceName } from '@twinmcp/contracts';
import { describeWithServer, eventually, findBinary, freePort, startNatsServer, startPostgresServer, startRedisServer, type RunningServer } from '@twinmcp/testing';
import { RestClient } from './support/client.ts';
import { MeshOfReplicas, type Environment, type Replica } from './support/replicas.ts';

const LATE = { timeoutMs: 90_000 };

/** Loaded before a service: its clock differs from that of everybody else. */
const clock = (minutes: number): Environment => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`const now = Date.now; Date.now = () => now() + ${minutes * 60_000};`)}` });

describeWithServer(findBinary('postgres') ? (findBinary('redis-server') ? 'nats-server' : 'redis-server') : 'postgres', 'What a mesh does when it begins badly', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-bad-'));
  const project = path.join(folder, 'project');
  let nats: RunningServer;
  const meshes: MeshOfReplicas[] = [];
  const begin = async (env: Environment = {}): Promise<MeshOfReplicas> => {
    const mesh = await MeshOfReplicas.start([], { folder, env: { NATS_URL: nats.url, ...env }, preStopMs: 0 });
    meshes.push(mesh);
    return mesh;
  };
  const ended = (replica: Replica): Promise<number | null> => eventually(() => (replica.child.exitCode === null ? null : { code: replica.child.exitCode }), { ...LATE, what: `${replica.service} to end` }).then((found) => found.code);
  const states = async ({ url, service }: Replica): Promise<Record<string, string>> => {
    const { services } = (await (await fetch(`${url}/health/ready`, { headers: { connection: 'close' } })).json()) as { services: { service: string; dependencies: { name: string; state: string }[] }[] };
    return Object.fromEntries(services.find((one) => one.service === service)!.dependencies.map(({ name, state }) => [name, state]));
  };

  beforeAll(async () => {
    mkdirSync(project);
    writeFileSync(path.join(project, 'lamp.ts'), '/** Turns the lamp of the lighthouse. */\nexport function swivelLamp(degrees: number): number {\n  return degrees % 360;\n}\n');
    nats = await startNatsServer();
  }, 60_000);

  afterEach(async () => {
    for (const mesh of meshes.splice(0)) await mesh.close();
  });

  afterAll(async () => {
    await nats?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['library-resolution', { DATABASE_URL: 'mysql://u:hunter2@db/twinmcp' }, 'DATABASE_URL is not a URL that begins with postgres:// or postgresql://'],
    ['context-assembly', { REDIS_URL: 'http://u:hunter2@cache:6379' }, 'REDIS_URL is not a URL that begins with redis:// or rediss://'],
    ['embedding', { QDRANT_URL: 'qdrant.hunter2:6333' }, 'QDRANT_URL is not a URL that begins with http:// or https://'],
    ['gateway', { TWINMCP_GATEWAY__HOST: '0.0.0.0', TWINMCP_GATEWAY__API_KEYS: '' }, 'gateway.api_keys'],
  ] as [ServiceName, Environment, string][])('%s ends at once with a setting that cannot be right, and names it without repeating it', async (service, env, why) => {
    const replica = await (await begin()).add(service, env);
    expect(await ended(replica)).toBe(1);
    expect(JSON.parse(replica.log().trim().split('\n').at(-1)!)).toMatchObject({ level: 'fatal', service, msg: expect.stringContaining(why) });
    expect(replica.log()).not.toContain('hunter2');
  }, 120_000);

  it('services whose stores are away start, say so once, and find them later', async () => {
    const [db, cache, vectors] = [await freePort(), await freePort(), await freePort()];
    const mesh = await begin({ DATABASE_URL: `postgres://twinmcp:hunter2@127.0.0.1:${db}/postgres`, REDIS_URL: `redis://127.0.0.1:${cache}`, QDRANT_URL: `http://127.0.0.1:${vectors}` });
    const [libraries, context, embedding] = [await mesh.add('library-resolution'), await mesh.add('context-assembly'), await mesh.add('embedding')];
    const all = [libraries, context, embedding];
    await Promise.all(all.map((replica) => replica.ready()));
    const said = (replica: Replica, what: string): number => replica.log().split(what).length - 1;
    for (const replica of [libraries, context]) await eventually(() => said(replica, 'relational-store is not reached') > 0, LATE);
    await eventually(() => said(embedding, 'vector-index is not reached') > 0 && said(context, 'the shared cache is away') > 0, LATE);
    expect([await states(libraries), await states(context), await states(embedding)]).toMatchObject([{ 'relational-store': 'down' }, { 'relational-store': 'down' }, { 'vector-index': 'down' }]);

    const [postgres, redis] = [await startPostgresServer({ port: db }), await startRedisServer({ port: cache })];
    try {
      for (const replica of [libraries, context]) await eventually(() => said(replica, 'relational-store is back') > 0, LATE);
      await eventually(() => said(context, 'the shared cache is back') > 0, LATE);
      expect(await states(context)).toMatchObject({ 'relational-store': 'up' });
    } finally {
      await Promise.all([postgres.stop(), redis.stop()]);
    }
    for (const replica of all) {
      expect(replica.child.exitCode).toBeNull();
      expect(replica.log()).not.toContain('hunter2');
    }
  }, 240_000);

  it('services whose clocks disagree by an hour index and answer as if they did not', async () => {
    const mesh = await begin({ TWINMCP_HYBRID__MAX_ANALYSIS_TIME: '20s' });
    const wrong: Partial<Record<ServiceName, number>> = { 'ast-analysis': 60, embedding: -60, 'context-assembly': 10 };
    const replicas = [];
    for (const service of SERVICES) replicas.push(await mesh.add(service, wrong[service] === undefined ? {} : clock(wrong[service])));
    await Promise.all(replicas.map((replica) => replica.ready()));
    const rest = new RestClient(mesh.of('gateway')[0]!.url);
    const { workspace, job } = await rest.index(project);
    expect(job).toMatchObject({ state: 'succeeded', error: null });
    const { status, body } = await rest.context(workspace.id, 'swivelLamp');
    expect({ status, degraded: body.degraded, places: body.items.map(({ citation }) => citation.path) }).toEqual({ status: 200, degraded: [], places: ['lamp.ts'] });
  }, 240_000);
});
