import { connectNats } from '@twinmcp/bus-nats';
import { defineQueue, defineRpc, health } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { BusRpcClient, newCallContext } from '@twinmcp/messaging';
import { describeWithServer, eventually, freePort, startNatsServer, type RunningServer } from '@twinmcp/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';

const work = defineRpc({ service: 'embedding', verb: 'work', idempotent: true, timeoutMs: 30_000, summary: '', input: z.object({ ms: z.number() }), output: z.object({ pid: z.number() }) });
const jobs = defineQueue({ name: 'run-service', summary: '', payload: z.object({ n: z.number() }), maxDeliveries: 5, ackWaitMs: 1_500 });

// A service process from the build: decorators are beyond Node's type stripping, so the module is written without.
const script = `
import { Module } from '@nestjs/common';
import { connectConfiguredNats } from '@twinmcp/bus-nats';
import { defineQueue, defineRpc } from '@twinmcp/contracts';
import { HANDLER_HOST, HealthModule, runService, StaticLiveConfig } from '@twinmcp/platform';
import { z } from 'zod';
const work = defineRpc({ service: 'embedding', verb: 'work', idempotent: true, timeoutMs: 30_000, summary: '', input: z.object({ ms: z.number() }), output: z.object({ pid: z.number() }) });
const jobs = defineQueue({ name: 'run-service', summary: '', payload: z.object({ n: z.number() }), maxDeliveries: 5, ackWaitMs: 1_500 });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const handlers = { provide: 'handlers', inject: [HANDLER_HOST], useFactory: async (host) => {
  await host.rpc(work, async ({ ms }) => {
    if (ms === -1) void Promise.reject(new Error('nobody handles this'));
    await pause(Math.max(ms, 0));
    return { pid: process.pid };
  });
  await host.queue(jobs, async ({ n }, { attempt }) => {
    console.log('job ' + n + ' ' + attempt);
    await pause(n);
    console.log('done ' + n);
  }, { concurrency: 1 });
} };
class WorkModule {}
Module({ imports: [HealthModule.forService('embedding')], providers: [handlers] })(WorkModule);
const config = StaticLiveConfig.of({ services: { embedding: { health_port: Number(process.argv[2]) }, drain_timeout: '5s' }, nats: { servers: [process.argv[1]] } });
await runService({ service: 'embedding', module: WorkModule, config, connect: connectConfiguredNats });
`;

interface Service {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | NodeJS.Signals>;
}

describeWithServer('nats-server', 'runService', () => {
  let server: RunningServer;
  let client: BusRpcClient;
  let transports: Awaited<ReturnType<typeof connectNats>>;
  const children: ChildProcess[] = [];

  const startProcess = async ({ url = server.url, port = 0, until = 'embedding is ready' } = {}): Promise<Service> => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, url, String(port)], { cwd: path.resolve('libs/platform'), stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    await eventually(() => output.includes(until) || child.exitCode !== null, { timeoutMs: 20_000, what: `the service says: ${until}` });
    return { process: child, output: () => output, exited };
  };
  const call = (ms: number) => client.call(work, { ms }, newCallContext({ timeoutMs: 25_000 }));

  beforeEach(async () => {
    server = await startNatsServer();
    transports = await connectNats({ servers: [server.url], name: 'caller' });
    client = new BusRpcClient(transports.bus);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await transports.close();
    await server.stop();
  });

  it('drains on SIGTERM: no call is lost, not even one sent while the last replica restarts, and the exit code is 0', async () => {
    const first = await startProcess();
    const url = /"url":"(http:[^"]+)"/.exec(first.output())![1]!;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const calls = Array.from({ length: 20 }, () => call(300));
    await sleep(100);
    first.process.kill('SIGTERM');
    calls.push(...Array.from({ length: 20 }, () => call(1)));
    expect(await first.exited).toBe(0);
    const second = await startProcess();
    const pids = (await Promise.all(calls)).map(({ pid }) => pid);
    expect(pids.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => first.process.pid));
    expect(pids.slice(20).every((pid) => pid === first.process.pid || pid === second.process.pid)).toBe(true);
    expect(first.output()).toContain('stopped');
  });

  it('survives SIGKILL of one replica under load: calls and jobs in its hands go to the other', async () => {
    const [one, two] = await Promise.all([startProcess(), startProcess()]);
    const replicas = [one!, two!];
    await transports.queue.enqueue(jobs, 'long', { n: 800 }, newCallContext({ timeoutMs: 5_000 }));
    const holder = await eventually(() => replicas.find((replica) => replica.output().includes('job 800 1')));
    const calls = Array.from({ length: 40 }, () => call(400));
    await sleep(100);
    holder.process.kill('SIGKILL');
    const survivor = replicas.find((replica) => replica !== holder)!;
    const pids = (await Promise.all(calls)).map(({ pid }) => pid);
    expect(new Set(pids)).toEqual(new Set([survivor.process.pid]));
    await eventually(() => survivor.output().includes('job 800 2') && survivor.output().includes('done 800'), { timeoutMs: 10_000 });
  });

  it('exits at once on a second signal', async () => {
    const service = await startProcess();
    const pending = call(4_000).catch(() => undefined);
    await sleep(100);
    service.process.kill('SIGTERM');
    await eventually(() => service.output().includes('stopping'));
    const started = Date.now();
    service.process.kill('SIGINT');
    expect(await service.exited).toBe(1);
    expect(Date.now() - started).toBeLessThan(2_000);
    await startProcess();
    await pending;
  });

  it('logs an unhandled rejection and exits 1', async () => {
    const service = await startProcess();
    const pending = client.call(work, { ms: -1 }, newCallContext({ timeoutMs: 3_000 }), { attempts: 1 }).catch(() => undefined);
    expect(await service.exited).toBe(1);
    expect(service.output()).toMatch(/"level":"fatal".*nobody handles this/);
    await pending;
  });

  it.each([['SIGTERM'], ['SIGINT']] as const)('waits for NATS, alive but not ready, and %s ends the wait at once', async (signal) => {
    const port = await freePort();
    const service = await startProcess({ url: 'nats://127.0.0.1:1', port, until: 'waiting for NATS' });
    const health = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).then((response) => response.status, () => null);
    await eventually(async () => (await health('/health/ready')) === 503);
    expect(await health('/health/live')).toBe(200);
    expect(service.output().match(/waiting for NATS/g)).toHaveLength(1);
    expect(service.output()).toContain('no NATS server answers at nats://127.0.0.1:1');
    const told = Date.now();
    service.process.kill(signal);
    expect(await service.exited).toBe(0);
    expect(Date.now() - told).toBeLessThan(1_000);
  });

  it('is ready on the same port once NATS is there', async () => {
    const [port, natsPort] = [await freePort(), await freePort()];
    const service = await startProcess({ url: `nats://127.0.0.1:${natsPort}`, port, until: 'waiting for NATS' });
    const ready = () => fetch(`http://127.0.0.1:${port}/health/ready`).then((response) => response.status, () => null);
    await eventually(async () => (await ready()) === 503);
    const late = await startNatsServer({ port: natsPort });
    await eventually(async () => (await ready()) === 200, { timeoutMs: 15_000 });
    service.process.kill('SIGTERM');
    expect(await service.exited).toBe(0);
    await late.stop();
  });

  it('exits 1 and names the setting when its port is in use', async () => {
    const first = await startProcess();
    const port = Number(/"url":"http:[^"]+:(\d+)"/.exec(first.output())![1]);
    const second = await startProcess({ port });
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/could not start: Port \d+ of 127\.0\.0\.1 is in use\. .*services\.embedding\.health_port \(TWINMCP_SERVICES__EMBEDDING__HEALTH_PORT\)/);
  });

  it('says over health that it drains, and finishes its job', async () => {
    const service = await startProcess();
    expect(await client.call(health.embedding, {}, newCallContext({ timeoutMs: 2_000 }))).toMatchObject({ state: 'ready', instance: expect.stringContaining(String(service.process.pid)), dependencies: [{ name: 'bus', state: 'up' }] });
    await transports.queue.enqueue(jobs, 'long', { n: 1_200 }, newCallContext({ timeoutMs: 5_000 }));
    await eventually(() => service.output().includes('job 1200 1'));
    const inHand = call(1_200);
    service.process.kill('SIGTERM');
    await eventually(() => service.output().includes('stopping'));
    expect((await client.call(health.embedding, {}, newCallContext({ timeoutMs: 2_000 }))).state).toBe('draining');
    await inHand;
    expect(await service.exited).toBe(0);
    expect(service.output()).toContain('done 1200');
  });
});
