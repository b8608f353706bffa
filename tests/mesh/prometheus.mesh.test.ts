import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVICES } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { describeWithServer, findBinary } from '@twinmcp/testing';
import { startMesh, type Mesh } from 'twinmcp';
import { DASHBOARDS } from '../../tools/observability/dashboards.ts';
import { RestClient } from './support/client.ts';
import { ownRepository } from './support/repository.ts';

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly { readonly metric: Record<string, string>; readonly value: readonly [number, string] }[] };
}

const needed = ['postgres', 'redis-server'].find((program) => !findBinary(program)) ?? 'prometheus';
/** The one command of a person, `twinmcp mesh --with-stores`: a real Prometheus scrapes the real mesh on its real stores; every query of every dashboard and rule is asked. */
describeWithServer(needed, 'What the mesh tells a Prometheus', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'twinmcp-prometheus-'));
  const repository = ownRepository();
  let mesh: Mesh;
  let url: string;

  const ask = async (query: string): Promise<Answer> => (await (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`)).json()) as Answer;

  beforeAll(async () => {
    mesh = await startMesh({ dataDir: path.join(base, 'mesh'), withStores: true });
    url = mesh.stores!.prometheusUrl;
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
    await mesh?.stop();
    if (mesh?.stores) rmSync(mesh.stores.postgresFolder, { recursive: true, force: true });
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
