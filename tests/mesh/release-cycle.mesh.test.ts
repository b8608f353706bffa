import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES, type ServiceName, type Workspace } from '@twinmcp/contracts';
import { describeWithServer, findBinary, startNatsServer, startPostgresServer, startQdrantDouble, type QdrantDouble, type RunningServer } from '@twinmcp/testing';
import { ORDER } from '../../tools/deploy/rollout.ts';
import { RestClient } from './support/client.ts';
import { askWithoutPause } from './support/load.ts';
import { MeshOfReplicas } from './support/replicas.ts';
import { ownRepository } from './support/repository.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NEXT = '0.999.0';
const MIGRATION = '29990101000000_next_release';
const QUERIES = ['withTimeout', 'how are binary files skipped', 'backoff with jitter'];

interface Stores {
  readonly nats: RunningServer;
  readonly postgres: RunningServer;
  readonly qdrant: QdrantDouble;
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

const suite = findBinary('postgres') ? 'nats-server' : 'postgres'; // both are needed; the missing one is named
/** What the runbook of an upgrade says, done: a release with a migration goes on, is taken back, is backed up, and is lost with all its stores. */
describeWithServer(suite, 'A mesh in the course of its releases', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-release-'));
  const repository = ownRepository(['libs/kernel/src', 'libs/domain/messaging/src', 'libs/domain/workspaces/src']);
  const backup = path.join(folder, 'backup');
  const trees = new Set<ServiceName>();
  let next = false;
  let stores: Stores;
  let mesh: MeshOfReplicas;
  let rest: RestClient;
  let workspaceId: string;
  let before: unknown;

  const startStores = async (): Promise<Stores> => ({ nats: await startNatsServer(), postgres: await startPostgresServer(), qdrant: await startQdrantDouble() });
  const environment = () => ({ NATS_URL: stores.nats.url, DATABASE_URL: stores.postgres.url, QDRANT_URL: stores.qdrant.url, TWINMCP_HYBRID__MAX_ANALYSIS_TIME: '20s' });
  const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = environment()): Promise<Ended> => new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'], HOME: folder, TWINMCP_DATA_DIR: path.join(folder, 'jobs'), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('close', (code) => resolve({ code, output }));
  });
  const tables = (): string => execFileSync(findBinary('psql')!, [stores.postgres.url, '-tAc', 'select table_name || $$.$$ || column_name from information_schema.columns where table_schema = $$public$$ order by 1'], { encoding: 'utf8' });

  /** The tree of an image, as the Dockerfile makes it; of the next release: another version, and a migration more. */
  function tree(service: ServiceName): string {
    const at = path.join(folder, 'next', service);
    if (trees.has(service)) return at;
    execFileSync(process.execPath, [path.join(ROOT, 'tools/images/prune-app.mjs'), service, at]);
    const manifest = path.join(at, 'node_modules/@twinmcp/platform/package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": "[^"]+"/, `"version": "${NEXT}"`));
    trees.add(service);
    return at;
  }
  function migration(sql: string): string {
    const at = tree('library-resolution');
    const own = path.join(at, 'node_modules/@twinmcp/postgres/dist/prisma/migrations', MIGRATION);
    mkdirSync(own, { recursive: true });
    writeFileSync(path.join(own, 'migration.sql'), sql);
    return path.join(at, 'dist/migrate.js');
  }

  /** Everything a user sees: places, text, what is remembered, who answers. */
  async function seen(): Promise<{ answers: unknown; versions: unknown }> {
    const hits = [];
    for (const query of QUERIES) {
      const [found, context] = [await rest.search(workspaceId, query), await rest.context(workspaceId, query)];
      expect([found.status, found.body.degraded, context.status, context.body.degraded]).toEqual([200, [], 200, []]);
      hits.push({ query, places: found.body.hits.map(({ path: file, startLine }) => `${file}:${startLine}`), text: context.body.text });
    }
    const { body: remembered } = await rest.send<{ turns: { query: string; sent: string[] }[] }>('GET', `/v1/workspaces/${workspaceId}/conversations/review`);
    const { body: status } = await rest.send<{ services: { service: string; health: { version: string } }[] }>('GET', '/v1/status');
    return { answers: { hits, turns: remembered.turns.slice(0, 2) }, versions: [...new Set(status.services.map(({ health }) => health.version))] };
  }
  const converse = async (query: string): Promise<number | null> => {
    const { status, body } = await rest.send<{ conversation: { turn: number | null } }>('POST', '/v1/context', { workspaceId, query, conversation: 'review' });
    expect(status).toBe(200);
    return body.conversation.turn;
  };
  const turns = async (): Promise<string[]> => (await rest.send<{ turns: { query: string }[] }>('GET', `/v1/workspaces/${workspaceId}/conversations/review`)).body.turns.map(({ query }) => query);
  async function underLoad(change: () => Promise<void>): Promise<void> {
    const load = askWithoutPause(rest, workspaceId, QUERIES, 2);
    await change();
    const { failures, degraded, sent } = await load.stop();
    expect(sent).toBeGreaterThan(10);
    expect({ failures, degraded }).toEqual({ failures: [], degraded: {} });
  }

  beforeAll(async () => {
    stores = await startStores();
    mesh = await MeshOfReplicas.start(SERVICES, { folder, env: environment(), program: (service) => (next ? path.join(tree(service), 'dist/main.js') : path.join(ROOT, 'apps', service, 'dist/main.js')) });
    rest = new RestClient(mesh.url);
    const { body } = await rest.send<{ workspace: Workspace }>('POST', '/v1/workspaces', { source: { kind: 'git', url: `file://${repository.root}` } });
    workspaceId = body.workspace.id;
    expect(await rest.finished((await rest.submit(workspaceId)).body.job.id, 120_000)).toMatchObject({ state: 'succeeded', error: null });
    expect([await converse('withTimeout'), await converse('and who calls it?')]).toEqual([1, 2]);
    before = (await seen()).answers;
  }, 400_000);

  afterAll(async () => {
    await mesh?.close();
    await stores?.qdrant.stop();
    await Promise.all([stores?.nats.stop(), stores?.postgres.stop()]);
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('stays as it is when the migration of the next release is broken', async () => {
    const was = tables();
    const { code, output } = await run(migration('CREATE TABLE next_release (id INT); ALTER TABLE there_is_no_such_table ADD COLUMN x INT;'), []);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/29990101000000_next_release failed and was taken back.*there_is_no_such_table/) });
    expect(tables()).toBe(was);
    expect((await seen()).answers).toEqual(before);
  }, 400_000);

  it('is upgraded service by service under load: the migration, then each service in the documented order', async () => {
    const ended = await run(migration('ALTER TABLE context_conversations ADD COLUMN next_release TEXT; CREATE TABLE next_release (id INT PRIMARY KEY);'), []);
    expect(ended).toMatchObject({ code: 0 });
    expect(tables()).toContain('context_conversations.next_release');
    next = true;
    expect([...ORDER].sort()).toEqual([...SERVICES].sort());
    await underLoad(async () => {
      for (const service of ORDER) await mesh.rollingRestart(service);
    });
    expect(await seen()).toEqual({ answers: before, versions: [NEXT] });
    expect(await converse('a question to the next release')).toBe(3);
  }, 400_000);

  it('is rolled back on the tables of the next release, and keeps what that one wrote', async () => {
    next = false;
    await underLoad(async () => {
      for (const service of ORDER) await mesh.rollingRestart(service);
    });
    expect((await seen()).answers).toEqual(before);
    expect((await seen()).versions).not.toContain(NEXT);
    expect(await converse('a question to the release before')).toBe(4);
  }, 400_000);

  const BACKUP = path.join(ROOT, 'tools/operations/backup.mjs');

  it('is backed up while it runs', async () => {
    const made = await run(BACKUP, ['make', backup]);
    expect(made).toMatchObject({ code: 0 });
    const manifest = JSON.parse(readFileSync(path.join(backup, 'manifest.json'), 'utf8')) as { parts: Record<string, string[]> };
    expect(manifest.parts).toEqual({ postgres: expect.arrayContaining(['public.context_conversations', 'public.context_conversation_turns']), qdrant: [expect.any(String), ...(manifest.parts['qdrant']!.slice(1))], jetstream: expect.arrayContaining([expect.stringMatching(/workspaces/)]) });
    expect(await run(BACKUP, ['check', backup])).toMatchObject({ code: 0 });
  }, 400_000);

  it('is not overwritten by a restore that nobody meant, nor by a backup that is damaged', async () => {
    const { code, output } = await run(BACKUP, ['restore', backup]);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('is not empty') });
    const damaged = path.join(folder, 'damaged');
    execFileSync('cp', ['-r', backup, damaged]);
    writeFileSync(path.join(damaged, 'postgres/database.dump'), 'nothing');
    expect(await run(BACKUP, ['restore', damaged, '--replace'])).toEqual({ code: 1, output: expect.stringContaining('postgres/database.dump of the backup is damaged') });
    expect((await seen()).answers).toEqual(before);
  }, 400_000);

  it('comes back from the backup in empty stores, with nothing lost', async () => {
    const remembered = await turns();
    expect(remembered).toEqual(expect.arrayContaining(['withTimeout', 'and who calls it?']));
    await mesh.close();
    const lost = stores;
    stores = await startStores();
    await Promise.all([lost.nats.stop(), lost.postgres.stop(), lost.qdrant.stop()]);
    expect(await run(BACKUP, ['restore', backup])).toMatchObject({ code: 0 });
    expect(stores.qdrant.violations).toEqual([]);
    mesh = await MeshOfReplicas.start(SERVICES, { folder, env: environment() });
    rest = new RestClient(mesh.url);
    expect((await seen()).answers).toEqual(before);
    expect(await turns()).toEqual(remembered);
    expect(await rest.finished((await rest.submit(workspaceId, true)).body.job.id, 120_000)).toMatchObject({ state: 'succeeded', error: null });
  }, 400_000);
});
