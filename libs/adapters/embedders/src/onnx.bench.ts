// Texts a second of OnnxEmbedder and of Python's sentence-transformers, taking turns over the same chunks of code with as many threads:
//   node --conditions=twinmcp-source libs/adapters/embedders/src/onnx.bench.ts <ONNX folder> <source folder> [<python> <sentence-transformers folder>] [<texts> [<threads>]]
// How to make the ONNX folder: docs/benchmarks.md. Without Python, our side alone.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { OnnxEmbedder } from './index.ts';

const ROUNDS = 3;
const [model, source, python, reference, count = '128', threads = '2'] = process.argv.slice(2);
if (model === undefined || source === undefined) throw new Error('usage: onnx.bench.ts <ONNX folder> <source folder> [<python> <sentence-transformers folder>] [<texts> [<threads>]]');

const THREADS = Number(threads);

interface Round {
  readonly seconds: number;
  readonly cpu: number;
}

/** Blocks between blank lines, put together until they have 600 characters: about what the chunker makes of code. Evenly drawn from all. */
function chunksOf(root: string): string[] {
  const chunks: string[] = [];
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }).sort((a, b) => (path.join(a.parentPath, a.name) < path.join(b.parentPath, b.name) ? -1 : 1))) {
    if (!entry.isFile() || !/\.(ts|js|py|go)$/.test(entry.name) || /node_modules|[\\/]dist[\\/]/.test(entry.parentPath)) continue;
    let chunk = '';
    for (const block of readFileSync(path.join(entry.parentPath, entry.name), 'utf8').split(/\n\s*\n/)) {
      chunk += `${block}\n\n`;
      if (chunk.length < 600) continue;
      chunks.push(chunk.slice(0, 4_096));
      chunk = '';
    }
  }
  const wanted = Math.min(chunks.length, Number(count));
  return Array.from({ length: wanted }, (_, i) => chunks[Math.floor((i * chunks.length) / wanted)]!);
}

async function startReference(texts: readonly string[]) {
  const script = fileURLToPath(new URL('../../../../tools/bench/sentence-transformers.py', import.meta.url));
  const child = spawn(python!, [script, reference!, String(THREADS)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: string) => {
    child.stdin.write(`${line}\n`);
    return JSON.parse((await lines.next()).value as string) as unknown;
  };
  const versions = (await ask(JSON.stringify(texts))) as string;
  return { versions, round: () => ask('round') as Promise<Round>, vectors: () => ask('vectors') as Promise<number[][]>, close: () => child.stdin.end() };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const texts = chunksOf(source);
console.log(`${texts.length} texts of ${Math.round(texts.join('').length / texts.length)} characters, ${THREADS} threads each, ${ROUNDS} rounds each, in turn`);
const embedder = await OnnxEmbedder.open({ folder: model, threads: THREADS });
const ours = async (): Promise<Round> => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await embedder.embed(texts, 'document');
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - started) / 1_000, cpu: (user + system) / 1e6 };
};
const theirs = python && reference ? await startReference(texts) : null;
const rounds: { ours: Round; theirs: Round | null }[] = [];
await embedder.embed(texts.slice(0, 16), 'document');
for (let i = 0; i < ROUNDS; i++) {
  const round = { ours: await ours(), theirs: theirs ? await theirs.round() : null };
  rounds.push(round);
  console.log(`round ${i + 1}: ${Object.entries(round).map(([name, one]) => (one ? `${name} ${(texts.length / one.seconds).toFixed(2)} texts/s (${(texts.length / one.cpu).toFixed(2)} a second of CPU)` : '')).join(', ')}`);
}
const { tokens, truncated } = embedder.usage();
console.log(`tokens a text: ${(tokens / (ROUNDS * texts.length + 17)).toFixed(0)}; cut: ${truncated}`);
if (theirs) {
  const [vectors, expected] = [await embedder.embed(texts.slice(0, 64), 'document'), await theirs.vectors()];
  const cosines = expected.map((vector, i) => vector.reduce((sum, x, d) => sum + x * vectors[i]![d]!, 0));
  console.log(`sentence-transformers: ${theirs.versions}; least cosine of the two over ${cosines.length} texts: ${Math.min(...cosines).toFixed(6)}`);
  console.log(`ratio, median of the rounds: ${median(rounds.map((round) => round.theirs!.seconds / round.ours.seconds)).toFixed(2)} by the clock, ${median(rounds.map((round) => round.theirs!.cpu / round.ours.cpu)).toFixed(2)} by CPU time`);
  theirs.close();
}
await embedder.close();
