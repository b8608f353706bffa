// Texts a second of the local embedder, beside splitting the same texts into terms alone:
//   node --conditions=twinmcp-source libs/adapters/embedders/src/hashed-terms.bench.ts <source folder>
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { WordCache, wordTerms } from '@twinmcp/retrieval';
import { HashedTermsEmbedder } from './hashed-terms-embedder.ts';

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: hashed-terms.bench.ts <source folder>');
const texts: string[] = [];
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(ts|js|py|go)$/.test(entry.name)) continue;
  const lines = readFileSync(path.join(entry.parentPath, entry.name), 'utf8').split('\n');
  for (let i = 0; i < lines.length; i += 25) texts.push(lines.slice(i, i + 25).join('\n'));
}
const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
const report = (name: string, started: number) => {
  const seconds = (performance.now() - started) / 1000;
  console.log(`${name}: ${Math.round(texts.length / seconds)} texts/s, ${(megabytes / seconds).toFixed(1)} MB/s`);
};
const terms = new WordCache(wordTerms);
let count = 0;
let started = performance.now();
for (const text of texts) terms.forEachWord(text, (found) => (count += found.length));
report(`terms alone (${count})`, started);
started = performance.now();
await new HashedTermsEmbedder().embed(texts, 'document');
report('hashed terms', started);
