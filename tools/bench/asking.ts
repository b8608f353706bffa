// How fast a running engine answers: one question after the other, many at once, and the same again.
import { Agent, request } from 'node:http';
import { percentile } from '@twinmcp/evaluation';
import { cpuSeconds } from './engine.ts';

/** To a tenth of a millisecond; `p`: 0..1. */
const timeAt = (times: readonly number[], p: number): number => Math.round(percentile(times, p) * 10) / 10;

/** One question after the other, none repeated. */
export async function latency(url: string, workspaceId: string, queries: readonly string[]) {
  const times: number[] = [];
  for (const [i, query] of queries.entries()) {
    const started = performance.now();
    const response = await fetch(`${url}/v1/context`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ workspaceId, query, budget: 4000 }) });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    await response.arrayBuffer();
    if (i >= 20) times.push(performance.now() - started); // the first twenty warm the JIT and the page cache
  }
  return { queries: times.length, p50: timeAt(times, 0.5), p95: timeAt(times, 0.95), max: timeAt(times, 1) };
}

/** One connection a client, kept open: what the client itself costs is taken from the same two cores. */
function poster(clients: number): (url: string, body: object) => Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  return (url, body) => new Promise((resolve, reject) => {
    const payload = JSON.stringify(body);
    const posted = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${response.statusCode} ${text}`));
      }).on('error', reject);
    });
    posted.on('error', reject);
    posted.end(payload);
  });
}

export const CLIENTS = 32;

/** Answers a second to as many clients as ask at once, each its next question when it has the answer to its last; nothing asked twice. */
export async function throughput(url: string, pid: number, workspaceId: string, queries: readonly string[]) {
  const post = poster(CLIENTS);
  const waiting = [...queries];
  const warmUp = 2 * CLIENTS;
  const times: number[] = [];
  let from = { at: 0, cpu: 0 };
  let done = 0;
  const client = async () => {
    for (let query = waiting.pop(); query !== undefined; query = waiting.pop()) {
      const started = performance.now();
      await post(`${url}/v1/context`, { workspaceId, query, budget: 4000 });
      if (++done === warmUp) from = { at: performance.now(), cpu: cpuSeconds(pid) };
      else if (done > warmUp) times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - from.at) / 1_000;
  return { clients: CLIENTS, answers: times.length, answersPerSecond: Math.round((times.length / seconds) * 10) / 10, p50: timeAt(times, 0.5), p95: timeAt(times, 0.95), engineCpuMsPerAnswer: Math.round(((cpuSeconds(pid) - from.cpu) * 10_000) / times.length) / 10 };
}

/** The same questions again and again: by the client's clock, and as the answer says of the time in process. */
export async function cached(url: string, workspaceId: string, queries: readonly string[]) {
  const post = poster(1);
  const http: number[] = [];
  const inProcess: number[] = [];
  for (let round = 0; round < 12; round++) {
    for (const query of queries) {
      const started = performance.now();
      const text = await post(`${url}/v1/context`, { workspaceId, query, budget: 4000 });
      if (round < 2) continue; // made, and the first time again
      http.push(performance.now() - started);
      inProcess.push((JSON.parse(text) as { tookMs: number }).tookMs);
    }
  }
  return { questions: queries.length, http: { p50: timeAt(http, 0.5), p95: timeAt(http, 0.95) }, inProcess: { p50: timeAt(inProcess, 0.5), p95: timeAt(inProcess, 0.95) } };
}

/** What an answer says of its own stages; assembly is what comes after the text was read. */
export async function stages(url: string, workspaceId: string, queries: readonly string[]) {
  const post = poster(1);
  const spent: Record<string, number[]> = { reading: [], assembly: [] };
  for (const query of queries) {
    const { explanation } = JSON.parse(await post(`${url}/v1/context`, { workspaceId, query, budget: 4000, explain: true })) as { explanation: { costs: { stage: string; ms: number }[] } };
    const of = (...names: string[]) => explanation.costs.filter(({ stage }) => names.includes(stage)).reduce((sum, { ms: took }) => sum + took, 0);
    spent['reading']!.push(of('reading'));
    spent['assembly']!.push(of('weighing', 'packing'));
  }
  return Object.fromEntries(Object.entries(spent).map(([name, times]) => [name, { p50: timeAt(times, 0.5), p95: timeAt(times, 0.95) }]));
}
