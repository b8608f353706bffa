import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVICES, type IndexJob, type ServiceName } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { describeWithServer } from '@twinmcp/testing';
import { startMesh, type Mesh } from 'twinmcp';
import { RestClient, type Answer } from './support/client.ts';
import { askWithoutPause } from './support/load.ts';
import { ownRepository } from './support/repository.ts';

const QUERIES = ['where is a job redelivered', 'withTimeout', 'how are binary files skipped', 'split identifiers into words', 'backoff with jitter'];

describeWithServer('nats-server', 'A mesh whose services are killed under load', () => {
  let mesh: Mesh;
  let rest: RestClient;
  let workspaceId: string;
  const repository = ownRepository();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'twinmcp-mesh-data-'));
  let edits = 0;

  beforeAll(async () => {
    mesh = await startMesh({ dataDir });
    rest = new RestClient(mesh.url);
    const { workspace, job } = await rest.index(repository.root);
    expect(job).toMatchObject({ state: 'succeeded', error: null });
    workspaceId = workspace.id;
  }, 120_000);

  afterAll(async () => {
    await mesh?.stop();
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const edit = () => {
    const marker = `survivorMarker${++edits}`;
    appendFileSync(path.join(repository.root, 'libs/kernel/src/retry.ts'), `\nexport function ${marker}(): number {\n  return ${edits};\n}\n`);
    return marker;
  };

  /** Hands in a job and, as a client must, tries again while nothing was accepted. */
  const accepted = async (): Promise<IndexJob> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const answer = await rest.submit(workspaceId, true).catch((): Answer<{ job: IndexJob }> | null => null);
      if (answer?.status === 202) return answer.body.job;
      await sleep(100);
    }
    throw new Error('no job was accepted within 10 s');
  };

  const finds = async (marker: string) => {
    const { body } = await rest.search(workspaceId, marker);
    return body.hits.some((hit) => hit.path === 'libs/kernel/src/retry.ts' && hit.symbol?.includes(marker));
  };

  it.each(SERVICES.filter((service) => service !== 'gateway'))('loses no request and no accepted job when %s is killed', async (service: ServiceName) => {
    const load = askWithoutPause(rest, workspaceId, QUERIES);
    await sleep(300);
    const marker = edit();
    const job = await accepted();
    await sleep(100); // the job is under way
    const before = mesh.services[service].restarts;
    mesh.services[service].kill('SIGKILL');
    const done = await rest.finished(job.id, 60_000);
    for (let i = 0; i < 100 && mesh.services[service].restarts === before; i++) await sleep(100);
    expect(await mesh.services[service].whenReady()).toBe(true);
    await sleep(300);
    const { sent, failures } = await load.stop();

    expect(mesh.services[service].restarts).toBeGreaterThan(before);
    expect(done).toMatchObject({ state: 'succeeded', error: null });
    expect(await finds(marker)).toBe(true);
    expect(sent).toBeGreaterThan(10);
    expect(failures).toEqual([]);
  }, 120_000);

  it('keeps an accepted job when the gateway is killed', async () => {
    const marker = edit();
    const job = await accepted();
    const before = mesh.services.gateway.restarts;
    mesh.services.gateway.kill('SIGKILL');
    for (let i = 0; i < 100 && mesh.services.gateway.restarts === before; i++) await sleep(100);
    expect(await mesh.services.gateway.whenReady()).toBe(true);
    expect(await rest.finished(job.id, 60_000)).toMatchObject({ state: 'succeeded', error: null });
    expect(await finds(marker)).toBe(true);
  }, 90_000);

  it('keeps accepted jobs and comes back when nats-server is killed', async () => {
    const marker = edit();
    const job = await accepted();
    mesh.nats.kill('SIGKILL');
    expect(await rest.finished(job.id, 90_000).catch(() => rest.finished(job.id, 60_000))).toMatchObject({ state: 'succeeded', error: null });
    expect(await finds(marker)).toBe(true);
  }, 180_000);

  it('answers every request it accepted when the gateway is told to stop', async () => {
    // Each request opens before the signal; whatever was accepted must be answered. Refused connections after it are fine.
    const answers: Promise<string>[] = [];
    const send = (i: number) =>
      fetch(`${mesh.url}/v1/context`, { method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' }, body: JSON.stringify({ workspaceId, query: QUERIES[i % QUERIES.length], budget: 2000 }) }).then(
        async (response) => (response.ok && ((await response.json()) as { items: unknown[] }).items.length > 0 ? 'answered' : `status ${response.status}`),
        (error: Error & { cause?: { code?: string } }) => (error.cause?.code === 'ECONNREFUSED' ? 'refused' : `broken: ${error.cause?.code ?? error.message}`),
      );
    for (let i = 0; i < 40; i++) {
      answers.push(send(i));
      if (i === 20) mesh.services.gateway.kill('SIGTERM');
      await sleep(4);
    }
    const outcomes = await Promise.all(answers);
    expect(outcomes.filter((outcome) => outcome !== 'answered' && outcome !== 'refused')).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'answered').length).toBeGreaterThanOrEqual(20);
    expect(await mesh.services.gateway.whenReady()).toBe(true);
  }, 60_000);
});
