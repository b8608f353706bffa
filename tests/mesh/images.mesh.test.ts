import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES, type SearchHit, type ServiceName, type Workspace } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { describeWithServer, freePort, startNatsServer, type RunningServer } from '@twinmcp/testing';
import { RestClient } from './support/client.ts';
import { ownRepository } from './support/repository.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NODE_BINARY = path.join(ROOT, 'node_modules/node/bin/node');
const MOST_BYTES = 350 * 1024 * 1024;
const KEY = 'key-of-this-test';

interface Replica {
  readonly service: ServiceName;
  readonly child: ChildProcess;
  readonly url: string;
  log: string;
}

/** What the Dockerfile ships: a pruned tree a service, its CMD, the environment that the chart gives. Nothing of this repository is reachable from there. */
describeWithServer('nats-server', 'The trees that images are made of', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'twinmcp-images-'));
  const repository = ownRepository();
  const replicas: Replica[] = [];
  let nats: RunningServer;

  const prune = (service: ServiceName): number => (JSON.parse(execFileSync(process.execPath, [path.join(ROOT, 'tools/images/prune-app.mjs'), service, path.join(base, service)], { encoding: 'utf8' })) as { bytes: number }).bytes;

  async function start(service: ServiceName): Promise<Replica> {
    const port = await freePort();
    const data = path.join(base, `data-${replicas.length}`);
    mkdirSync(data);
    const own = service === 'gateway'
      ? { TWINMCP_GATEWAY__HOST: '0.0.0.0', TWINMCP_GATEWAY__PORT: String(port), TWINMCP_GATEWAY__API_KEYS: `sha256:${createHash('sha256').update(KEY).digest('hex')}` }
      : { TWINMCP_SERVICES__HOST: '0.0.0.0', [`TWINMCP_SERVICES__${service.replaceAll('-', '_').toUpperCase()}__HEALTH_PORT`]: String(port) };
    const child = spawn(process.execPath, ['dist/main.js'], { cwd: path.join(base, service), env: { PATH: process.env['PATH'], HOME: data, TWINMCP_DATA_DIR: data, NATS_URL: nats.url, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
    const replica: Replica = { service, child, url: `http://127.0.0.1:${port}`, log: '' };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (replica.log = (replica.log + chunk.toString()).slice(-10_000)));
    replicas.push(replica);
    return replica;
  }

  async function ready(replica: Replica): Promise<void> {
    const { service, url, child } = replica;
    for (const end = Date.now() + 60_000; ; await sleep(50)) {
      if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}: ${replica.log}`);
      if (await fetch(`${url}/health/ready`).then(({ ok }) => ok, () => false)) return;
      if (Date.now() > end) throw new Error(`${service} did not become ready: ${replica.log}`);
    }
  }

  beforeAll(async () => {
    nats = await startNatsServer();
  }, 60_000);

  afterAll(async () => {
    for (const { child } of replicas) child.kill('SIGKILL');
    await nats?.stop();
    repository.remove();
    rmSync(base, { recursive: true, force: true });
  }, 60_000);

  it('are small: with Node below 350 MB each', () => {
    const node = existsSync(NODE_BINARY) ? statSync(NODE_BINARY).size : statSync(process.execPath).size;
    for (const service of SERVICES) expect(prune(service) + node).toBeLessThan(MOST_BYTES);
  }, 120_000);

  it('hold what a service needs: the mesh runs from them, its replicas of ast-analysis sharing no directory', async () => {
    for (const service of [...SERVICES, 'ast-analysis'] as const) await start(service);
    await Promise.all(replicas.map(ready));
    const gateway = replicas.find(({ service }) => service === 'gateway')!;
    const client = new RestClient(gateway.url);
    expect((await client.send('GET', '/v1/workspaces')).status).toBe(401);

    const headers = { authorization: `Bearer ${KEY}` };
    const url = `file://${repository.root}`;
    const registered = await client.send<{ workspace: Workspace }>('POST', '/v1/workspaces', { source: { kind: 'git', url } }, headers);
    expect(registered).toMatchObject({ body: { workspace: { id: expect.any(String) } } });
    const workspaceId = registered.body.workspace.id;
    const submitted = await client.send<{ job: { id: string } }>('POST', `/v1/workspaces/${workspaceId}/index`, {}, headers);
    for (const end = Date.now() + 120_000; ; await sleep(200)) {
      const { body } = await client.send<{ job: { state: string; error: unknown } }>('GET', `/v1/jobs/${submitted.body.job.id}`, undefined, headers);
      if (body.job.state === 'succeeded') break;
      if (body.job.state === 'failed' || Date.now() > end) throw new Error(JSON.stringify(body));
    }

    // Whichever replica is asked: one made its clone to index, the other makes its own when it is first asked, and says so meanwhile.
    const answers = new Set<string>();
    let whole = 0;
    for (const end = Date.now() + 120_000; whole < 8; ) {
      const { status, body } = await client.send<{ items: { text: string }[]; degraded: unknown[] }>('POST', '/v1/context', { workspaceId, query: 'withTimeout', budget: 1_000 }, headers);
      expect(status).toBe(200);
      whole = body.degraded.length === 0 ? whole + 1 : 0;
      if (whole > 0) answers.add(JSON.stringify(body.items.map(({ text }) => text)));
      if (Date.now() > end) throw new Error(JSON.stringify(body.degraded));
    }
    expect(answers.size).toBe(1);
    const found = await client.send<{ hits: SearchHit[] }>('POST', '/v1/search', { workspaceId, query: 'withTimeout' }, headers);
    expect(found.body.hits[0]!.path).toBe('libs/kernel/src/deadline.ts');
  }, 240_000);

  it('stop in order when told to', async () => {
    const ends = replicas.map(({ child }) => child.exitCode ?? child.signalCode ?? new Promise<number | null>((resolve) => child.once('exit', resolve)));
    for (const { child } of replicas) child.kill('SIGTERM');
    expect(await Promise.all(ends)).toEqual(replicas.map(() => 0));
  }, 60_000);
});
