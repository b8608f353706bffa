import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { describeWithServer, findBinary, freePort } from '@twinmcp/testing';
import { startMesh, type Mesh } from 'twinmcp';
import { DASHBOARDS } from '../../tools/observability/dashboards.ts';
import { RestClient } from './support/client.ts';
import { ownRepository } from './support/repository.ts';

const RULES = fileURLToPath(new URL('../../helm/twinmcp/observability/rules.yaml', import.meta.url));

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly { readonly metric: Record<string, string>; readonly value: readonly [number, string] }[] };
}

/** A real Prometheus scrapes the real mesh; every query of every dashboard and rule is asked. */
describeWithServer('prometheus', 'What the mesh tells a Prometheus', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'twinmcp-prometheus-'));
  const repository = ownRepository();
  let mesh: Mesh;
  let prometheus: ChildProcess;
  let url: string;

  const ask = async (query: string): Promise<Answer> => (await (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`)).json()) as Answer;

  beforeAll(async () => {
    mesh = await startMesh({ dataDir: path.join(base, 'mesh') });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const targets = SERVICES.map((service) => ({ targets: [new URL(mesh.services[service].healthUrl).host], labels: { instance: service } }));
    writeFileSync(path.join(base, 'prometheus.yml'), JSON.stringify({ global: { scrape_interval: '1s', evaluation_interval: '1s' }, rule_files: [RULES], scrape_configs: [{ job_name: 'twinmcp', static_configs: targets }] }));
    prometheus = spawn(findBinary('prometheus')!, [`--config.file=${base}/prometheus.yml`, `--storage.tsdb.path=${base}/data`, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
    for (const end = Date.now() + 60_000; !(await fetch(`${url}/-/ready`).then(({ ok }) => ok, () => false)); await sleep(100)) if (Date.now() > end) throw new Error('prometheus did not become ready');

    const client = new RestClient(mesh.url);
    const { workspace } = await client.index(repository.root, 120_000);
    // Two scrapes with work between them make a rate.
    for (const end = Date.now() + 60_000; ; ) {
      await client.context(workspace.id, 'how are jobs redelivered');
      await client.search(workspace.id, 'withTimeout');
      const seen = await ask('sum(rate(http_server_request_duration_seconds_count{http_route="/v1/context"}[5m])) > 0 and count(twinmcp_service_info) == 6');
      if (seen.data.result.length > 0) break;
      if (Date.now() > end) throw new Error(JSON.stringify(await ask('up')));
      await sleep(500);
    }
  }, 240_000);

  afterAll(async () => {
    prometheus?.kill('SIGKILL');
    await mesh?.stop();
    repository.remove();
    rmSync(base, { recursive: true, force: true });
  }, 60_000);

  const panels = DASHBOARDS.flatMap(({ title, panels: own }) => own.flatMap((panel) => Object.values(panel.queries).map((query) => ({ name: `${title} / ${panel.title}`, query, mayBeEmpty: panel.mayBeEmpty ?? false }))));

  it.each(panels)('has what $name draws', async ({ query, mayBeEmpty }) => {
    let answer = await ask(query);
    for (const end = Date.now() + 20_000; answer.data?.result.length === 0 && !mayBeEmpty && Date.now() < end; answer = await ask(query)) await sleep(500);
    expect({ status: answer.status, error: answer.error }).toEqual({ status: 'success', error: undefined });
    if (!mayBeEmpty) expect(answer.data.result.length).toBeGreaterThan(0);
  }, 40_000);

  it('has no rule that fails, and no alert while all is well', async () => {
    const { data } = (await (await fetch(`${url}/api/v1/rules`)).json()) as { data: { groups: { rules: { name: string; health: string; lastError?: string; alerts?: { state: string }[] }[] }[] } };
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(15);
    expect(rules.filter(({ health, lastError }) => health === 'err' || lastError)).toEqual([]);
    expect(rules.flatMap(({ name, alerts = [] }) => alerts.filter(({ state }) => state === 'firing').map(() => name))).toEqual([]);
  });

  it('asks every process: up is one for six', async () => {
    const { data } = await ask('up');
    expect(Object.fromEntries(data.result.map(({ metric, value }) => [metric['instance'], value[1]]))).toEqual(Object.fromEntries(SERVICES.map((service) => [service, '1'])));
  });
});
