// Chunks a second of the local embedder, beside splitting the same texts into terms alone, and what loading costs:
//   node --conditions=twinmcp-source libs/adapters/embedders/src/static-code.bench.ts <source folder>
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { WordCache, wordTerms } from '@twinmcp/retrieval';
import { StaticCodeEmbedder } from './index.ts';

/** About 100 tokens of a language model. */
const CHARACTERS = 400;
const [root, file] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: static-code.bench.ts <source folder> | --texts <file of JSON strings, a line each>');
if (root === '--texts') {
  await measureTexts(file!);
  process.exit();
}
const texts: string[] = [];
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(ts|js|py|go)$/.test(entry.name)) continue;
  let chunk = '';
  for (const line of readFileSync(path.join(entry.parentPath, entry.name), 'utf8').split('\n')) {
    chunk += line + '\n';
    if (chunk.length < CHARACTERS) continue;
    texts.push(chunk.slice(0, 2 * CHARACTERS));
    chunk = '';
  }
}
const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
const report = (name: string, started: NodeJS.CpuUsage) => {
  const seconds = process.cpuUsage(started).user / 1e6;
  console.log(`${name}: ${Math.round(texts.length / seconds)} texts a second of CPU, ${(megabytes / seconds).toFixed(1)} MB/s`);
};
console.log(`${texts.length} texts of ${Math.round((megabytes * 1e6) / texts.length)} characters`);
const terms = new WordCache(wordTerms);
let started = process.cpuUsage();
for (const text of texts) terms.forEachWord(text, () => {});
report('terms alone', started);
const resident = process.memoryUsage().rss;
const loading = performance.now();
started = process.cpuUsage();
const model = new StaticCodeEmbedder();
await model.embed(['first text'], 'document');
const { user, system } = process.cpuUsage(started);
console.log(`static code: loaded in ${Math.round((user + system) / 1e3)} ms of CPU, ${Math.round(performance.now() - loading)} ms by the clock, ${Math.round((process.memoryUsage().rss - resident) / 1e6)} MB`);
for (let round = 0; round < 3; round++) {
  started = process.cpuUsage();
  await model.embed(texts, 'document');
  report('static code', started);
}

/** For tools/embedding-training/compare_speed.py: the texts, 32 times over, after a first pass. */
async function measureTexts(path: string): Promise<void> {
  const given = readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as string);
  const model = new StaticCodeEmbedder();
  await model.embed(given, 'document');
  const [cpu, clock] = [process.cpuUsage(), performance.now()];
  for (let round = 0; round < 32; round++) await model.embed(given, 'document');
  const used = process.cpuUsage(cpu);
  console.log(JSON.stringify({ texts: 32 * given.length, cpu: (used.user + used.system) / 1e6, clock: (performance.now() - clock) / 1e3 }));
}
