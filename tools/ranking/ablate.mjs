// What each generator and feature of the ranking is worth: the same collected evidence, ranked without it.
//   node --conditions=twinmcp-source tools/ranking/ablate.mjs <folder of collect.mjs> [every nth question]
// MRR by set. The learnt weights are those that are shipped, trained on these sets: out of repository see train.py.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fuse, groupByFile, rankPlaces } from '@twinmcp/retrieval';

const VARIANTS = {
  'everything': (input) => input,
  'without the learnt ranking': (input) => input,
  'without words': (input) => ({ ...input, lexical: [] }),
  'without vectors': (input) => ({ ...input, dense: [] }),
  'without past commits': (input) => ({ ...input, history: input.history && { ...input.history, files: [] } }),
  'without symbols': (input) => ({ ...input, definitions: [] }),
  'without mentioned places': (input) => ({ ...input, mentions: [] }),
  'words alone': (input) => ({ ...input, dense: [], history: input.history && { ...input.history, files: [] }, definitions: [], mentions: [] }),
};
const [from, nth = '1'] = process.argv.slice(2);
for (const name of (await readdir(from)).filter((file) => file.endsWith('.jsonl')).sort()) {
  const sums = new Map();
  let [seen, counted] = [0, 0];
  for await (const line of createInterface({ input: createReadStream(path.join(from, name)), crlfDelay: Infinity })) {
    if (seen++ % Number(nth) !== 0) continue;
    let record;
    try {
      record = JSON.parse(line);
    } catch {
      continue; // a run that is not done yet
    }
    counted++;
    const { gold, exclude = [], src, all } = record;
    // Lines of collect.mjs hold the history of a repository even where no commit fits the question.
    const input = src ? { ...record.input, history: { files: [], coverage: 0, commits: 1, ...record.input.history } } : record.input;
    const protocols = src ? { src: new Set(src), all: new Set(all) } : { src: null };
    for (const [variant, change] of Object.entries(VARIANTS)) {
      const changed = change({ ...input, related: [] });
      const ranked = groupByFile(variant === 'without the learnt ranking' ? fuse(changed) : rankPlaces(changed).places).map((place) => place.path);
      for (const [protocol, inside] of Object.entries(protocols)) {
        const rank = ranked.filter((file) => (inside ? inside.has(file) : !exclude.includes(file))).findIndex((file) => gold.includes(file));
        const key = `${variant}\t${protocol}`;
        sums.set(key, (sums.get(key) ?? 0) + (rank < 0 ? 0 : 1 / (rank + 1)));
      }
    }
  }
  console.log(`${name.slice(0, -'.jsonl'.length)} (${counted} questions)`);
  for (const [key, sum] of sums) console.log(`  ${key}\t${(sum / counted).toFixed(3)}`);
}
