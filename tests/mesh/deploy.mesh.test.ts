import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';
import { findBinary } from '@twinmcp/testing';
import { findControlPlane, startControlPlane, type ControlPlane } from '../../tools/k8s/control-plane/start.ts';
import { RestClient } from './support/client.ts';
import { startEmbedded } from './support/embedded.ts';

const DEPLOY = fileURLToPath(new URL('../../tools/deploy/main.mjs', import.meta.url));
const KEY = `gateway.apiKeys[0]=sha256:${'1'.repeat(64)}`;
const BROKER = ['--set', 'nats.url=nats://nats.stores:4222'];
const programs = findControlPlane(process.env);
const missing = [...(programs ? [] : ['a control plane (node tools/k8s/control-plane/build.mjs)']), ...['helm', 'kubectl'].filter((name) => !findBinary(name))];
if (missing.length > 0) console.log(`SKIP: tools/deploy on a cluster needs ${missing.join(', ')}`);

interface Outcome {
  readonly code: number | null;
  readonly said: string;
  readonly json: { readonly summary: string; readonly checks?: readonly { readonly check: string; readonly state: string; readonly detail: string }[]; readonly changes?: readonly string[]; readonly revision?: number; readonly requests?: readonly { readonly request: string; readonly ok: boolean }[] };
}

/** A real API server with its controllers and scheduler; the nodes run nothing, so the requests go to an engine beside it. */
(missing.length > 0 ? describe.skip : describe)('tools/deploy', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-deploy-'));
  const journal = path.join(folder, 'journal.jsonl');
  let plane: ControlPlane;
  let engine: { url: string; stop(): Promise<number | null> };
  let ailing: Server;
  let backup: string;

  const deploy = (command: string, args: readonly string[] = [], url = engine.url, chartKey = true): Promise<Outcome> => new Promise((resolve) => {
    const child = spawn(process.execPath, [DEPLOY, command, '--kubeconfig', plane.kubeconfig, '--journal', journal, '--json', '--url', url, ...(chartKey ? ['--set', KEY] : []), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('close', (code) => resolve({ code, said, json: (out ? JSON.parse(out) : {}) as Outcome['json'] }));
  });
  const tags = (namespace = 'twinmcp'): string[] => [...new Set(plane.kubectl(['-n', namespace, 'get', 'deployments', '-o', 'jsonpath={range .items[*]}{.spec.template.spec.containers[0].image}{"\\n"}{end}']).trim().split('\n').map((image) => image.replace(/.*:/, '')))];
  const paused = (): string => plane.kubectl(['-n', 'twinmcp', 'get', 'deployments', '-o', 'jsonpath={.items[*].spec.paused}']).trim();
  const failing = ({ json }: Outcome): Record<string, string> => Object.fromEntries((json.checks ?? []).filter(({ state }) => state === 'failed').map(({ check, detail }) => [check, detail]));

  beforeAll(async () => {
    plane = await startControlPlane({ programs: programs!, nodes: 2, cpu: '16', memory: '64Gi' });
    engine = await startEmbedded(path.join(folder, 'engine'));
    mkdirSync(path.join(folder, 'project'));
    writeFileSync(path.join(folder, 'project/main.ts'), '/** Where the program starts. */\nexport function start(): void {\n  console.log("started");\n}\n');
    await new RestClient(engine.url).index(path.join(folder, 'project'));
    ailing = createServer((_request, response) => response.writeHead(503).end('{"status":"not-ready"}'));
    await new Promise<void>((resolve) => ailing.listen(0, '127.0.0.1', resolve));
    backup = path.join(folder, 'backup.json');
    writeFileSync(backup, JSON.stringify({ createdAt: new Date().toISOString() }));
  }, 240_000);

  afterAll(async () => {
    ailing?.close();
    await engine?.stop();
    await plane?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('plans a first install and changes nothing', async () => {
    const outcome = await deploy('plan', BROKER);
    expect({ code: outcome.code, failing: failing(outcome) }).toEqual({ code: 0, failing: {} });
    expect(outcome.json.changes).toEqual(expect.arrayContaining(['+ Deployment/twinmcp-gateway', '+ Deployment/twinmcp-ast-analysis']));
    expect(() => plane.kubectl(['get', 'namespace', 'twinmcp'])).toThrow(/not found/);
  }, 60_000);

  it('installs, and asks the release real questions', async () => {
    const outcome = await deploy('apply', [...BROKER, '--timeout', '120']);
    expect({ code: outcome.code, said: outcome.code === 0 ? '' : outcome.said }).toEqual({ code: 0, said: '' });
    expect(outcome.json.requests!.map(({ request, ok }) => `${request} ${ok}`)).toEqual(['GET /health/ready true', 'GET /v1/status true', 'POST /v1/libraries/resolve true', 'POST /v1/context true']);
    expect(outcome.json.revision).toBe(1);
  }, 240_000);

  it('upgrades nothing without a backup that is fresh', async () => {
    expect(failing(await deploy('plan', BROKER))).toEqual({ backup: expect.stringContaining('--backup') });
    const old = path.join(folder, 'old.json');
    writeFileSync(old, JSON.stringify({ createdAt: '2020-01-01T00:00:00Z' }));
    const outcome = await deploy('apply', [...BROKER, '--backup', old]);
    expect({ code: outcome.code, failing: failing(outcome) }).toEqual({ code: 3, failing: { backup: expect.stringContaining('make one first') } });
    expect(failing(await deploy('plan', [...BROKER, '--backup', path.join(folder, 'none.json')]))).toEqual({ backup: expect.stringContaining('there is no backup') });
  }, 120_000);

  it('upgrades one service after the other, the gateway last', async () => {
    writeFileSync(journal, '');
    const outcome = await deploy('apply', [...BROKER, '--backup', backup, '--timeout', '120', '--set', 'image.tag=9.9.9']);
    expect({ code: outcome.code, said: outcome.code === 0 ? '' : outcome.said }).toEqual({ code: 0, said: '' });
    expect({ tags: tags(), paused: paused() }).toEqual({ tags: ['9.9.9'], paused: '' });
    const order = readFileSync(journal, 'utf8').split('\n').flatMap((line) => /rollout status deployment\/twinmcp-([a-z-]+)/.exec(line)?.[1] ?? []);
    expect(order).toEqual(['monitoring', 'library-resolution', 'embedding', 'ast-analysis', 'context-assembly', 'gateway']);
    expect(readFileSync(journal, 'utf8')).not.toContain('1'.repeat(64));
  }, 240_000);

  it('rolls back by itself when a service does not become ready', async () => {
    const outcome = await deploy('apply', [...BROKER, '--backup', backup, '--timeout', '15', '--set', 'image.tag=9.9.10', '--set', 'services.context-assembly.nodeSelector.disk=none']);
    expect({ code: outcome.code, tags: tags(), paused: paused() }).toEqual({ code: 1, tags: ['9.9.9'], paused: '' });
    expect(outcome.json.summary).toContain('rollout failed');
  }, 240_000);

  it('rolls back by itself when the release does not answer', async () => {
    const outcome = await deploy('apply', [...BROKER, '--backup', backup, '--timeout', '120', '--set', 'image.tag=9.9.11'], `http://127.0.0.1:${(ailing.address() as AddressInfo).port}`);
    expect({ code: outcome.code, tags: tags(), summary: outcome.json.summary }).toEqual({ code: 1, tags: ['9.9.9'], summary: expect.stringContaining('503') });
  }, 240_000);

  it('goes back when it is told to', async () => {
    const outcome = await deploy('rollback', ['--revision', '1', '--timeout', '120']);
    expect({ code: outcome.code, tags: tags(), said: outcome.code === 0 ? '' : outcome.said }).toEqual({ code: 0, tags: ['0.1.0'], said: '' });
    expect(await deploy('rollback', ['--release', 'none'])).toMatchObject({ code: 3 });
  }, 240_000);

  const upgrade = [...BROKER, '--without-backup'];
  it.each([
    ['a secret that is missing', ['--set', 'existingSecret=own', '--release', 'second'], false, { secrets: /secret own lacks NATS_URL, TWINMCP_GATEWAY__API_KEYS/ }],
    ['a database URL that is none', [...upgrade, '--set', 'postgres.url=mysql://db/twinmcp'], true, { values: /postgres/ }],
    ['a setting that is none', [...upgrade, '--set', 'config.gateway.max_in_flihgt=3'], true, { configuration: /gateway\.max_in_flihgt unknown key: did you mean gateway\.max_in_flight/ }],
    ['values of an older chart', [...upgrade, '--set', 'replicaCount=3'], true, { values: /replicaCount/ }],
    ['pods that no node has room for', [...upgrade, '--set', 'services.gateway.resources.requests.cpu=64'], true, { capacity: /no node has room for twinmcp-gateway/ }],
    ['a second release on the same broker', ['--set', 'nats.url=nats://nats.stores:4222', '--release', 'second'], true, { release: /release twinmcp in twinmcp uses the same NATS/ }],
    ['kinds that the cluster does not know', [...upgrade, '--set', 'metrics.monitor=pod'], true, { kinds: /PodMonitor/ }],
  ] as [string, string[], boolean, Record<string, RegExp>][])('refuses %s before anything is changed', async (_name, args, key, says) => {
    const outcome = await deploy('apply', args, engine.url, key);
    expect({ code: outcome.code, failing: failing(outcome) }).toEqual({ code: 3, failing: Object.fromEntries(Object.entries(says).map(([check, detail]) => [check, expect.stringMatching(detail)])) });
    expect(tags()).toEqual(['0.1.0']);
  }, 60_000);

  it('refuses a secret whose database URL is none, without repeating it', async () => {
    plane.kubectl(['-n', 'twinmcp', 'create', 'secret', 'generic', 'wrong', '--from-literal=NATS_URL=nats://other:4222', `--from-literal=TWINMCP_GATEWAY__API_KEYS=sha256:${'2'.repeat(64)}`, '--from-literal=DATABASE_URL=mysql://u:hunter2@db']);
    const outcome = await deploy('apply', ['--without-backup', '--set', 'existingSecret=wrong'], engine.url, false);
    expect({ code: outcome.code, failing: failing(outcome) }).toEqual({ code: 3, failing: { configuration: expect.stringContaining('database.url') } });
    expect(outcome.said + JSON.stringify(outcome.json) + readFileSync(journal, 'utf8')).not.toContain('hunter2');
  }, 60_000);

  it('says how it is used', async () => {
    expect(await deploy('upgrade')).toMatchObject({ code: 2, said: expect.stringContaining('There is no command "upgrade": plan, apply, verify, rollback') });
    expect(await deploy('plan', ['--timeout', 'soon'])).toMatchObject({ code: 2, said: expect.stringContaining('--timeout takes a number') });
  }, 60_000);
});
