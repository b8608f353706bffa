// What traces cost: the same questions, in turns, to engines that send none, a tenth and all of their traces to a receiver on
// this machine. `npm run bench:telemetry [-- --rounds 12 --questions 60 --files 300]`; prints one JSON document. Each round asks each
// engine the same questions, none before; ratios are within a round, so what else the machine does hits all of them alike.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { cpSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BIN, call, cpuSeconds, log, residentMb, startEngine, temp, workspace } from './engine.ts';
import { sampleQueries } from './queries.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '12' }, questions: { type: 'string', default: '60' }, files: { type: 'string', default: '300' }, clients: { type: 'string', default: '4' } } });
const [rounds, questions, files, clients] = [options.rounds, options.questions, options.files, options.clients].map(Number) as [number, number, number, number];
/**
 * All engines get the same young generation, that which an engine is meant to settle at: at which size it stops growing by itself hangs on
 * the moment of a timer, and half or twice of it is worth more than all traces cost.
 */
const NODE_OPTIONS = '--max-semi-space-size=16';
/** Rounds before those that count: code is compiled, files are read. */
const WARM_UP = 3;

/** The second one without traces says how far two equal engines differ. */
const CONFIGURATIONS = { off: null, 'off again': null, 'a tenth': '0.1', all: '1' } as const;
type Name = keyof typeof CONFIGURATIONS;

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** All questions, `clients` at a time. */
async function ask(url: string, workspaceId: string, list: readonly string[]): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, async () => {
    for (let i = next++; i < list.length; i = next++) await call(`${url}/v1/context`, { workspaceId, query: list[i], budget: 4_000 });
  }));
  return (performance.now() - started) / 1_000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Geometric mean of ratios and its 95 % interval, by the spread between rounds. */
function ratio(values: readonly number[]): { ratio: number; low: number; high: number } {
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const deviation = Math.sqrt(logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, logs.length - 1));
  const half = (2 * deviation) / Math.sqrt(logs.length);
  const three = (value: number) => Math.round(Math.exp(value) * 1_000) / 1_000;
  return { ratio: three(mean), low: three(mean - half), high: three(mean + half) };
}

async function main(): Promise<void> {
  let [requests, bytes] = [0, 0];
  const receiver = createServer((request, response) => {
    requests++;
    request.on('data', (part: Buffer) => (bytes += part.length)).on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

  const { root } = workspace(files);
  const first = temp('telemetry');
  const folders: string[] = [root, first];
  const engines = new Map<Name, Awaited<ReturnType<typeof startEngine>>>();
  try {
    log('index …');
    execFileSync(process.execPath, [BIN, 'index', root, '--json', '--data-dir', first], { stdio: ['ignore', 'ignore', 'inherit'] });
    for (const [name, ratioText] of Object.entries(CONFIGURATIONS) as [Name, string | null][]) {
      const dataDir = temp('telemetry');
      folders.push(dataDir);
      cpSync(first, dataDir, { recursive: true });
      engines.set(name, await startEngine(dataDir, { NODE_OPTIONS, TWINMCP_INDEXING__WATCH__ENABLED: 'false', ...(ratioText !== null && { TWINMCP_TELEMETRY__ENDPOINT: endpoint, TWINMCP_TELEMETRY__SAMPLING_RATIO: ratioText }) }));
    }
    const { workspaces } = await call<{ workspaces: { id: string }[] }>(`${engines.get('off')!.url}/v1/workspaces`);
    const { id } = workspaces[0]!;
    const all = sampleQueries(root, (rounds + WARM_UP) * questions);
    const names = [...engines.keys()];
    const measure = async (list: readonly string[], turn: number): Promise<Map<Name, Cost>> => {
      const costs = new Map<Name, Cost>();
      for (let i = 0; i < names.length; i++) {
        const name = names[(i + turn) % names.length]!;
        const { url, child } = engines.get(name)!;
        const before = cpuSeconds(child.pid!);
        const seconds = await ask(url, id, list);
        costs.set(name, { seconds, cpuSeconds: cpuSeconds(child.pid!) - before });
      }
      return costs;
    };
    const fresh: Map<Name, Cost>[] = [];
    const repeated: Map<Name, Cost>[] = [];
    for (let round = 0; round < rounds + WARM_UP; round++) {
      // Where the corpus has too few questions, words of their number make new ones.
      const list = Array.from({ length: questions }, (_, i) => all[round * questions + i] ?? `${all[(round * questions + i) % all.length]} ${round}`);
      const asked = await measure(list, round);
      const again = await measure([...list, ...list, ...list], round + 1);
      if (round >= WARM_UP) {
        fresh.push(asked);
        repeated.push(again);
      }
      log(`round ${round + 1} of ${rounds + WARM_UP}`);
    }
    const report = (costs: readonly Map<Name, Cost>[], asked: number) =>
      Object.fromEntries(names.map((name) => [name, {
        perSecond: Math.round((asked / median(costs.map((one) => one.get(name)!.seconds))) * 10) / 10,
        cpuMsEach: Math.round((1e5 * median(costs.map((one) => one.get(name)!.cpuSeconds))) / asked) / 100,
        ...(name !== 'off' && { throughputToOff: ratio(costs.map((one) => one.get('off')!.seconds / one.get(name)!.seconds)), cpuToOff: ratio(costs.map((one) => one.get(name)!.cpuSeconds / one.get('off')!.cpuSeconds)) }),
      }]));
    process.stdout.write(`${JSON.stringify({
      cores: availableParallelism(), load: loadavg().map((value) => Math.round(value * 10) / 10), files, rounds, questions, clients,
      neverAskedBefore: report(fresh, questions), askedBefore: report(repeated, 3 * questions),
      residentMb: Object.fromEntries([...engines].map(([name, { child }]) => [name, residentMb(child.pid!)])), receiver: { requests, megabytes: Math.round(bytes / 1e5) / 10 },
    }, null, 2)}\n`);
  } finally {
    for (const { stop } of engines.values()) await stop();
    receiver.close();
    receiver.closeAllConnections();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

await main();
