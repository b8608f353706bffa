// Answers about documentation as a client gets them, over REST: node tools/bench/library-docs.ts [folder of a project]
// Starts the built command on a free port and a data folder of its own; asks each topic once (which indexes the library), then
// all of them 20 times in turn. Prints p50 and p95 of each topic, of the whole request and of the service's own time.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = path.resolve(process.argv[2] ?? '.');
const TOPICS = [['zod', 'discriminated union'], ['zod', 'coerce a string to a number'], ['fastify', 'preHandler hook'], ['fastify', 'reply serialization'], ['commander', 'variadic option'], ['yaml', 'parse document errors'], ['semver', 'satisfies a range'], ['pino', 'redact paths']] as const;
const data = mkdtempSync(path.join(tmpdir(), 'twinmcp-bench-docs-'));
const server = spawn(process.execPath, ['apps/twinmcp/bin/twinmcp.mjs', 'up', '--port', '0', '--data-dir', data], { stdio: ['ignore', 'pipe', 'pipe'] });
const url = await new Promise<string>((resolve, reject) => {
  let text = '';
  const look = (part: Buffer) => {
    text += part.toString();
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
    if (found) resolve(found[0]);
  };
  server.stdout.on('data', look);
  server.stderr.on('data', look);
  server.once('exit', () => reject(new Error(text)));
});
/** User and system time of a process (proc_pid_stat(5)), which a busy machine does not lengthen. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
const post = async (at: string, body: unknown) => {
  const response = await fetch(url + at, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return (await response.json()) as Record<string, never>;
};
try {
  const { workspace } = (await post('/v1/workspaces', { source: { kind: 'directory', root: folder } })) as unknown as { workspace: { id: string } };
  const ask = async ([library, topic]: readonly [string, string]) => {
    const started = performance.now();
    const answer = (await post('/v1/libraries/docs', { library, topic, workspaceId: workspace.id })) as unknown as { tookMs?: number; tokens?: number };
    return { whole: performance.now() - started, service: answer.tookMs ?? NaN, ok: (answer.tokens ?? 0) > 0 };
  };
  for (const one of TOPICS) {
    const { whole, ok } = await ask(one);
    console.log(`first ${one.join(': ')} ${whole.toFixed(0)} ms${ok ? '' : ' NOTHING'}`);
  }
  const before = processorMs(server.pid!);
  const times: Awaited<ReturnType<typeof ask>>[] = [];
  for (let round = 0; round < 20; round++) for (const one of TOPICS) times.push(await ask(one));
  const at = (values: number[], share: number) => values.sort((a, b) => a - b)[Math.floor(values.length * share)]!.toFixed(1);
  console.log(`processor time of the engine: ${((processorMs(server.pid!) - before) / times.length).toFixed(1)} ms an answer`);
  // Where a topic is slow of itself and where the machine was busy.
  for (const [index, one] of TOPICS.entries()) {
    const own = times.filter((_, at) => at % TOPICS.length === index).map(({ service }) => service);
    console.log(`${one.join(': ')} service p50 ${at(own, 0.5)} ms, p95 ${at(own, 0.95)} ms`);
  }
  for (const kind of ['whole', 'service'] as const) console.log(`${kind}: p50 ${at(times.map((one) => one[kind]), 0.5)} ms, p95 ${at(times.map((one) => one[kind]), 0.95)} ms (${times.length} answers)`);
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(data, { recursive: true, force: true });
}
