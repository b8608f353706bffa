// What traces cost: the same engine is asked the same questions with its traces off, a tenth of them and all of them sent to a
// receiver on this machine, in turns. `npm run bench:telemetry [-- --rounds 12 --questions 40 --files 300]`; prints one JSON document. One
// process, because two of them differ by more than traces cost (the size at which a young generation settles, for one), and ratios are
// within a round, so what else the machine does hits all alike. `off again` says how far equal things differ.
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BIN, call, log, residentMb, sleep, temp, workspace } from './engine.ts';
import { sampleQueries } from './queries.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '12' }, questions: { type: 'string', default: '40' }, files: { type: 'string', default: '300' }, clients: { type: 'string', default: '4' } } });
const [rounds, questions, files, clients] = [options.rounds, options.questions, options.files, options.clients].map(Number) as [number, number, number, number];
/** Rounds before those that count: code is compiled, heaps settle. */
const WARM_UP = 3;
/** A changed configuration file is read within this. */
const RELOAD_MS = 700;

const MODES = { off: 'off', 'off again': 'off', 'a tenth': 0.1, all: 1 } as const;
type Name = keyof typeof MODES;
const NAMES = Object.keys(MODES) as Name[];

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

async function tell(child: ChildProcess, wanted: 'off' | 'on'): Promise<{ url: string; cpuSeconds: number }> {
  const answer = once(child, 'message');
  child.send(wanted);
  return (await answer)[0] as { url: string; cpuSeconds: number };
}

async function main(): Promise<void> {
  let [requests, bytes] = [0, 0];
  const receiver = createServer((request, response) => {
    requests++;
    request.on('data', (part: Buffer) => (bytes += part.length)).on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const { root } = workspace(files);
  const dataDir = temp('telemetry');
  const file = path.join(temp('telemetry-config'), 'config.yaml');
  const configure = (ratioNow: number): void => writeFileSync(file, JSON.stringify({ telemetry: { endpoint: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, sampling_ratio: ratioNow }, indexing: { watch: { enabled: false } }, logging: { level: 'error' } }));
  let child: ChildProcess | null = null;
  try {
    log('index …');
    execFileSync(process.execPath, [BIN, 'index', root, '--json', '--data-dir', dataDir], { stdio: ['ignore', 'ignore', 'inherit'] });
    configure(1);
    child = fork(new URL('telemetry-engine.mjs', import.meta.url), [dataDir, file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const engine = child;
    const [{ url }] = (await once(engine, 'message')) as [{ url: string }];
    const { workspaces } = await call<{ workspaces: { id: string }[] }>(`${url}/v1/workspaces`);
    const { id } = workspaces[0]!;
    // Each mode gets its own questions of a round, dealt out in turns: a question is new once. Over all rounds each has had each share.
    const all = sampleQueries(root, (rounds + WARM_UP) * questions * NAMES.length);
    const switchTo = async (name: Name): Promise<void> => {
      const mode = MODES[name];
      if (mode !== 'off') configure(mode);
      await sleep(RELOAD_MS);
      await tell(engine, mode === 'off' ? 'off' : 'on');
    };
    const measure = async (name: Name, list: readonly string[]): Promise<Cost> => {
      const state = MODES[name] === 'off' ? 'off' : 'on';
      const before = await tell(engine, state);
      const seconds = await ask(url, id, list);
      return { seconds, cpuSeconds: (await tell(engine, state)).cpuSeconds - before.cpuSeconds };
    };
    const fresh: Map<Name, Cost>[] = [];
    const repeated: Map<Name, Cost>[] = [];
    for (let round = 0; round < rounds + WARM_UP; round++) {
      const [asked, again] = [new Map<Name, Cost>(), new Map<Name, Cost>()];
      for (let i = 0; i < NAMES.length; i++) {
        const name = NAMES[(i + round) % NAMES.length]!;
        const list = Array.from({ length: questions }, (_, q) => {
          const at = (round * questions + q) * NAMES.length + i;
          // Where the corpus has too few questions, a number makes new ones.
          return all[at] ?? `${all[at % all.length]} ${round}`;
        });
        await switchTo(name);
        asked.set(name, await measure(name, list));
        again.set(name, await measure(name, [...list, ...list, ...list, ...list]));
      }
      if (round >= WARM_UP) {
        fresh.push(asked);
        repeated.push(again);
      }
      log(`round ${round + 1} of ${rounds + WARM_UP}`);
    }
    const report = (costs: readonly Map<Name, Cost>[], asked: number) =>
      Object.fromEntries(NAMES.map((name) => [name, {
        perSecond: Math.round((asked / median(costs.map((one) => one.get(name)!.seconds))) * 10) / 10,
        cpuMsEach: Math.round((1e5 * median(costs.map((one) => one.get(name)!.cpuSeconds))) / asked) / 100,
        ...(name !== 'off' && { throughputToOff: ratio(costs.map((one) => one.get('off')!.seconds / one.get(name)!.seconds)), cpuToOff: ratio(costs.map((one) => one.get(name)!.cpuSeconds / one.get('off')!.cpuSeconds)) }),
      }]));
    process.stdout.write(`${JSON.stringify({
      cores: availableParallelism(), load: loadavg().map((value) => Math.round(value * 10) / 10), files, rounds, questions, clients,
      neverAskedBefore: report(fresh, questions), askedBefore: report(repeated, 4 * questions),
      residentMb: residentMb(engine.pid!), receiver: { requests, megabytes: Math.round(bytes / 1e5) / 10 },
    }, null, 2)}\n`);
  } finally {
    if (child?.connected) {
      const ended = once(child, 'exit');
      child.send('stop');
      await ended;
    }
    receiver.close();
    receiver.closeAllConnections();
    for (const folder of [root, dataDir, path.dirname(file)]) rmSync(folder, { recursive: true, force: true });
  }
}

await main();
