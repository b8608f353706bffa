// How long it takes to find libraries among 100,000, generated from a seed with names as registries have them.
//   node --conditions=twinmcp-source --no-warnings libs/domain/libraries/src/resolution/resolve.bench.ts [libraries] [questions]
import { emptyRecord, searchable } from '../catalogue/library-record.ts';
import { seedLibraries } from '../catalogue/seed/seed-libraries.ts';
import { nameTokens } from '../names/split-name.ts';
import { LibrarySearch } from './library-search.ts';
import { DEFAULT_SEARCH_WEIGHTS, type SearchRequest } from './search-model.ts';

const [count = 100_000, questions = 150] = process.argv.slice(2).map(Number);
const DIMENSIONS = 192;
const REPEATS = 5;
const WARM_UP = 40;

/** Numbers that are the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const next = random(7);
const pick = <T>(list: readonly T[]): T => list[Math.floor(next() ** 1.5 * list.length)]!;
const seed = seedLibraries();
const words = [...new Set(seed.flatMap(({ name, keywords }) => [...nameTokens(name), ...keywords.flatMap(nameTokens)]))].filter((word) => word.length > 1);
const phrases = seed.map(({ description }) => description);
const prefixes = ['', '', '', 'node-', 'react-', 'eslint-plugin-', '@acme/', '@types/', 'go-', 'py', 'django-', 'vue-', 'babel-', 'express-'];
const suffixes = ['', '', '', '', '-js', '.js', '-cli', '-utils', '-plugin', '-loader', '2', '-client', '-core', 'py', '-ts'];

function unit(): Float32Array {
  const vector = Float32Array.from({ length: DIMENSIONS }, () => next() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

const search = new LibrarySearch();
const names: string[] = [];
const startedAt = performance.now();
for (let i = 0; i < count; i++) {
  const middle = Array.from({ length: 1 + Math.floor(next() * 3) }, () => pick(words)).join(pick(['-', '-', '-', '', '_', '.']));
  const name = i < seed.length ? seed[i]!.name : `${pick(prefixes)}${middle}${pick(suffixes)}${next() < 0.15 ? String(i % 97) : ''}`;
  const description = i < seed.length ? seed[i]!.description : `${pick(phrases)} ${next() < 0.5 ? pick(phrases).toLowerCase() : ''}`;
  names.push(name);
  search.add(searchable({ ...emptyRecord('npm', name, 'registry'), description, keywords: [pick(words), pick(words)], fame: next() ** 3 }), unit());
}
const built = performance.now() - startedAt;

/** A name as people get it wrong. */
function slip(name: string): string {
  const at = Math.floor(next() * name.length);
  const kind = next();
  if (kind < 0.3) return name.slice(0, at) + name.slice(at + 1);
  if (kind < 0.6 && at > 0) return name.slice(0, at - 1) + name[at]! + name[at - 1]! + name.slice(at + 1);
  if (kind < 0.8) return name.slice(0, at) + pick([...'aeiorstnl']) + name.slice(at + 1);
  return name.slice(0, at) + name[at]! + name.slice(at);
}

/** On a busy machine the clock tells of the others: each question is asked a few times, and its best counts. */
function measure(label: string, request: () => Pick<SearchRequest, 'query' | 'kind' | 'vector'>): void {
  const times: number[] = [];
  for (let i = 0; i < questions + WARM_UP; i++) {
    const asked = request();
    let best = Infinity;
    for (let k = 0; k < REPEATS; k++) {
      const from = performance.now();
      search.search({ ...asked, limit: 10, weights: DEFAULT_SEARCH_WEIGHTS });
      best = Math.min(best, performance.now() - from);
    }
    if (i >= WARM_UP) times.push(best);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => times[Math.min(times.length - 1, Math.floor(share * times.length))]!.toFixed(2);
  console.log(`${label.padEnd(34)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   p99 ${at(0.99)} ms`);
}

console.log(`${count} libraries, ${names.length} names: built in ${(built / 1000).toFixed(1)} s, ${Math.round(process.memoryUsage().rss / 1_048_576)} MiB resident`);
const some = (): string => names[Math.floor(next() * names.length)]!;
measure('exact name', () => ({ query: some(), kind: 'package', vector: null }));
measure('misspelt name', () => ({ query: slip(some()), kind: 'package', vector: null }));
measure('import', () => ({ query: nameTokens(some()).join('_'), kind: 'import', vector: null }));
measure('description, words', () => ({ query: pick(phrases), kind: 'description', vector: null }));
measure('misspelt name, with semantics', () => ({ query: slip(some()), kind: 'any', vector: unit() }));
measure('description, with semantics', () => ({ query: pick(phrases), kind: 'description', vector: unit() }));
