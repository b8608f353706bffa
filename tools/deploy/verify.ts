import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import type { Journal } from './journal.ts';
import type { Options } from './options.ts';

export interface Verified {
  readonly request: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly ms: number;
}

const SERVICES = ['gateway', 'ast-analysis', 'embedding', 'library-resolution', 'context-assembly', 'monitoring'];
const REQUEST_LIMIT_MS = 20_000;
/** Pods are ready before every connection between them is: a request that fails is tried again this often. */
const ATTEMPTS = 5;
const PAUSE_MS = 2_000;

type Answer = { readonly status: number; readonly body: unknown };

/** Real requests to a running release: is it ready, are all six there, does it resolve a library, does it answer a question about an indexed workspace. */
export async function verify(url: string, options: Pick<Options, 'workspace' | 'question'>, key: string | undefined, journal: Journal): Promise<Verified[]> {
  const send = async (path: string, body?: object): Promise<Answer> => {
    const response = await fetch(url + path, { method: body ? 'POST' : 'GET', headers: { connection: 'close', ...(body && { 'content-type': 'application/json' }), ...(key && { authorization: `Bearer ${key}` }) }, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };
  const results: Verified[] = [];
  const ask = async (request: string, attempt: () => Promise<string>): Promise<boolean> => {
    const startedAt = performance.now();
    for (let tried = 1; ; tried++) {
      const outcome = await attempt().then((detail) => ({ ok: true, detail }), (error: unknown) => ({ ok: false, detail: reason(error) }));
      if (!outcome.ok && tried < ATTEMPTS) {
        await sleep(PAUSE_MS);
        continue;
      }
      results.push({ request, ...outcome, ms: Math.round(performance.now() - startedAt) });
      journal.write('request', { ...results.at(-1)! });
      journal.say(`  ${outcome.ok ? '✓' : '✗'} ${request}: ${outcome.detail}`);
      return outcome.ok;
    }
  };

  if (!(await ask('GET /health/ready', async () => expectStatus(await send('/health/ready'), 'the gateway is ready')))) return results;
  await ask('GET /v1/status', async () => {
    const { status, body } = await send('/v1/status');
    expectStatus({ status, body }, '');
    const { state, services } = body as { state: string; services: { service: string; health: { state: string; version: string } | null; error: string | null }[] };
    const away = SERVICES.filter((name) => !services.some(({ service, health }) => service === name && health !== null && ['ready', 'degraded'].includes(health.state)));
    if (away.length > 0) throw new Error(`${away.join(', ')} ${away.length === 1 ? 'does' : 'do'} not answer`);
    return `six services, ${state}, version ${[...new Set(services.map(({ health }) => health?.version))].join(', ')}`;
  });
  await ask('POST /v1/libraries/resolve', async () => {
    const answer = await send('/v1/libraries/resolve', { query: 'react', limit: 3 });
    expectStatus(answer, '');
    const { matches } = answer.body as { matches: { name: string }[] };
    return matches.length > 0 ? `react is ${matches.map(({ name }) => name).join(', ')}` : 'answered; the catalogue holds nothing of that name';
  });
  await ask('POST /v1/context', async () => {
    const workspaceId = options.workspace ?? (await indexed(send));
    if (!workspaceId) return 'left out: no workspace is indexed';
    const answer = await send('/v1/context', { workspaceId, query: options.question, budget: 1_000 });
    expectStatus(answer, '');
    const { items, degraded } = answer.body as { items: unknown[]; degraded: { part?: string; message?: string }[] };
    if (degraded.length > 0) throw new Error(`the answer came without a part: ${JSON.stringify(degraded)}`);
    if (items.length === 0) throw new Error('the answer holds nothing');
    return `${items.length} places`;
  });
  return results;
}

async function indexed(send: (path: string, body?: object) => Promise<Answer>): Promise<string | null> {
  const list = await send('/v1/workspaces');
  expectStatus(list, '');
  for (const { id } of (list.body as { workspaces: { id: string }[] }).workspaces) {
    const { body } = await send(`/v1/workspaces/${id}`);
    if ((body as { state?: string }).state === 'ready') return id;
  }
  return null;
}

function expectStatus({ status, body }: Answer, detail: string): string {
  if (status === 200) return detail;
  const hint = status === 401 ? ' (is the key in the variable that --key-variable names?)' : status === 403 ? ' (is the name in gateway.allowedHosts?)' : '';
  throw new Error(`${status}${hint} ${JSON.stringify(body).slice(0, 300)}`);
}

/** What went wrong, down to the cause that `fetch` hides. */
export const reason = (error: unknown): string => (error instanceof Error ? (error.cause instanceof Error ? error.cause.message || String((error.cause as { code?: string }).code) : error.message) : String(error));

/** The gateway through the API server, for when no address of it is given. */
export async function forwardPort(options: Options): Promise<{ url: string; stop(): void }> {
  const child = spawn('kubectl', [...(options.kubeconfig ? ['--kubeconfig', options.kubeconfig] : []), ...(options.context ? ['--context', options.context] : []), '--namespace', options.namespace, 'port-forward', `service/${gatewayService(options)}`, ':80'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /127\.0\.0\.1:(\d+)/.exec((said += text));
      if (found) resolve(found[1]!);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`kubectl port-forward ended with ${code}: ${said.trim()}`)));
    setTimeout(() => reject(new Error(`kubectl port-forward opened no port within 20 s: ${said.trim()}`)), 20_000).unref();
  }).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}

/** As the chart names it. */
export const gatewayService = ({ release }: Pick<Options, 'release'>): string => `${release.includes('twinmcp') ? release : `${release}-twinmcp`}-gateway`;
