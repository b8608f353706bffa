// Does memory stay where it is? Edits some files, indexes again and asks one question, two hundred times, in one engine:
// `npm run bench:rounds [-- --rounds 200 --files 1000 --edits 40]`. Prints resident memory by round as one JSON document.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { call, log, residentMb, round, startEngine, temp, until, workspace } from './engine.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '200' }, files: { type: 'string', default: '1000' }, edits: { type: 'string', default: '40' } } });
const [rounds, count, edits] = [Number(options.rounds), Number(options.files), Number(options.edits)];

/** Changes a line in the middle and appends one; every fourth time the file is made as it was in the beginning. */
function edit(file: string, original: string, at: number): void {
  if (at % 4 === 3) return writeFileSync(file, original);
  const lines = original.split('\n');
  lines.splice(Math.floor(lines.length / 2), 1, `// round ${at}`);
  writeFileSync(file, `${lines.join('\n')}\nexport const round${at} = ${at};\n`);
}

async function main(): Promise<void> {
  const { root, files } = workspace(count);
  const dataDir = temp('rounds');
  const engine = await startEngine(dataDir);
  try {
    const { workspace: { id } } = await call<{ workspace: { id: string } }>(`${engine.url}/v1/workspaces`, { source: { kind: 'directory', root } });
    const index = async (full: boolean): Promise<void> => {
      const { job } = await call<{ job: { id: string } }>(`${engine.url}/v1/workspaces/${id}/index`, { full });
      await until('the run', async () => (await call<{ job: { state: string } }>(`${engine.url}/v1/jobs/${job.id}`)).job.state === 'succeeded', 20, 600_000);
    };
    await index(false);
    const code = files.filter((file) => /\.(ts|tsx|js|mjs|cjs)$/.test(file) && statSync(path.join(root, file)).size < 200_000);
    const originals = new Map(code.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
    const mb: number[] = [];
    const inside: Record<string, number>[] = [];
    const megabytes = async (): Promise<Record<string, number>> => {
      const text = await (await fetch(`${engine.url}/metrics`)).text();
      const of = (name: string): number => round(Number(new RegExp(`^${name} ([\\d.e+]+)`, 'm').exec(text)?.[1] ?? Number.NaN) / 1e6);
      return { heapUsed: of('nodejs_heap_size_used_bytes'), external: of('nodejs_external_memory_bytes') };
    };
    for (let i = 0; i < rounds; i++) {
      for (let n = 0; n < edits; n++) {
        const file = code[(i * 7 + n * 13) % code.length]!;
        edit(path.join(root, file), originals.get(file)!, i);
      }
      await index(i % 20 === 19); // every twentieth time everything
      await call(`${engine.url}/v1/context`, { workspaceId: id, query: `where is round ${i} declared`, budget: 2_000 });
      mb.push(residentMb(engine.child.pid!));
      if (i % 20 === 19) inside.push(await megabytes());
      if (i % 20 === 19) log(`round ${i + 1}: ${mb.at(-1)} MB ${JSON.stringify(inside.at(-1))}`);
    }
    const mean = (values: readonly number[]): number => round(values.reduce((sum, value) => sum + value, 0) / values.length);
    const fifth = Math.ceil(rounds / 5);
    process.stdout.write(`${JSON.stringify({
      rounds, files: files.length, editsEachRound: edits, node: process.version,
      meanMb: { secondFifth: mean(mb.slice(fifth, 2 * fifth)), middleFifth: mean(mb.slice(2 * fifth, 3 * fifth)), lastFifth: mean(mb.slice(-fifth)) },
      highestMb: Math.max(...mb), everyTenthMb: mb.filter((_, i) => i % 10 === 9), everyTwentiethInsideMb: inside,
    }, null, 2)}\n`);
  } finally {
    await engine.stop();
    for (const folder of [root, dataDir]) rmSync(folder, { recursive: true, force: true });
  }
}

await main();
