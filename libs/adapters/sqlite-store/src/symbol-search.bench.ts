// Symbol look-up at 500,000 symbols. Run: node --conditions=twinmcp-source libs/adapters/sqlite-store/src/symbol-search.bench.ts
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqliteSyntaxStore } from './sqlite-syntax-store.ts';

const FILES = 10_000;
const PER_FILE = 50;
const WORDS = 'get set user name reply server handle request parse url token index file chunk symbol range hook route schema serialize validate error stream buffer cache store query plan node tree walk list map add remove update create delete find match score rank merge split join read write open close start stop run test'.split(' ');

let seed = 1;
const random = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
const name = (): string => {
  const words = Array.from({ length: 1 + random(4) }, () => WORDS[random(WORDS.length)]!);
  return words.map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('') + (random(3) === 0 ? String(random(1_000)) : '');
};

const directory = mkdtempSync(path.join(tmpdir(), 'twinmcp-bench-'));
const file = path.join(directory, 'syntax.sqlite');
const store = new SqliteSyntaxStore({ file });
const started = performance.now();
for (let i = 0; i < FILES; i += 100) {
  await store.commitFiles(Array.from({ length: 100 }, (_, k) => {
    const symbols = Array.from({ length: PER_FILE }, (_, line) => ({ name: name(), qualifiedName: '', kind: 'function', startLine: line * 10 + 1, endLine: line * 10 + 9, nameLine: line * 10 + 1, container: null, exported: line % 2 === 0, visibility: null })).map((symbol) => ({ ...symbol, qualifiedName: symbol.name }));
    return { entry: { path: `src/d${i}/f${i + k}.ts`, version: 'v', hash: `h${i + k}`, language: 'typescript', lines: 500, bytes: 20_000, quality: 'full' as const, issue: null, note: null, symbols: PER_FILE, chunks: 60 }, symbols };
  }));
}
console.log(`${FILES * PER_FILE} symbols written in ${Math.round(performance.now() - started)} ms, ${Math.round(statSync(file).size / 1e6)} MB`);
const before = process.memoryUsage().rss;
const first = performance.now();
await store.findSymbols({ names: ['reply'], match: 'broad', limit: 50 });
console.log(`first look-up: ${Math.round(performance.now() - first)} ms, ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB`);
for (const [label, names, match] of [
  ['exact', ['getUserName'], 'exact'], ['exact, common', ['get'], 'broad'], ['prefix', ['serializeRep'], 'broad'], ['words', ['user token chunk'], 'broad'], ['misspelt', ['serialzeRequst'], 'broad'],
  ['unknown', ['qqqqqwwwww'], 'broad'], ['sentence of 8', ['where', 'is', 'the', 'reply', 'serialised', 'before', 'hooks', 'run'], 'broad'],
] as const) {
  const times: number[] = [];
  let hits = 0;
  for (let i = 0; i < 30; i++) {
    const at = performance.now();
    hits = (await store.findSymbols({ names, match, limit: 50 })).length;
    times.push(performance.now() - at);
  }
  times.sort((a, b) => a - b);
  console.log(`${label.padEnd(16)} p50 ${times[15]!.toFixed(2)} ms  p95 ${times[28]!.toFixed(2)} ms  ${hits} hits`);
}
await store.close();
rmSync(directory, { recursive: true });
