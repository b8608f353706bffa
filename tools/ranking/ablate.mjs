// What each generator and feature of the ranking is worth: the same collected evidence, ranked without it.
//   node --conditions=twinmcp-source tools/ranking/ablate.mjs <folder of collect.mjs> [every nth question]
// MRR and recall@5 by set. The learnt weights are those that are shipped, trained on these sets: out of repository see train.py.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bringAlong, fuse, groupByFile, rankByFactors, rankPlaces } from '@twinmcp/retrieval';

const VARIANTS = {
  'everything': (input) => input,
  'without the learnt ranking': (input) => input,
  'the documented factors': (input) => input,
  'without what changes with the best files': (input) => input,
  'without pairs of words and the length of sections': (input) => ({ ...input, lexical: input.lexical.map((hit) => ({ ...hit, parts: hit.parts?.slice(0, 5) })) }),
  'without words': (input) => ({ ...input, lexical: [] }),
  'without vectors': (input) => ({ ...input, dense: [] }),
  'without past commits': (input) => ({ ...input, history: input.history && { ...input.history, files: [] } }),
  'without symbols': (input) => ({ ...input, definitions: [] }),
  'without mentioned places': (input) => ({ ...input, mentions: [] }),
  'words alone': (input) => ({ ...input, dense: [], history: input.history && { ...input.history, files: [] }, definitions: [], mentions: [] }),
  'vectors alone': (input) => ({ ...input, lexical: [], history: input.history && { ...input.history, files: [] }, definitions: [], mentions: [] }),
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
      const ranked = groupByFile(order(variant, change(input))).map((place) => place.path);
      for (const [protocol, inside] of Object.entries(protocols)) {
        const rank = ranked.filter((file) => (inside ? inside.has(file) : !exclude.includes(file))).findIndex((file) => gold.includes(file));
        const key = `${variant}\t${protocol}`;
        const five = ranked.filter((file) => (inside ? inside.has(file) : !exclude.includes(file))).slice(0, 5);
        const sum = sums.get(key) ?? [0, 0];
        sums.set(key, [sum[0] + (rank < 0 ? 0 : 1 / (rank + 1)), sum[1] + five.filter((file) => gold.includes(file)).length / gold.length]);
      }
    }
  }
  console.log(`${name.slice(0, -'.jsonl'.length)} (${counted} questions)`);
  for (const [key, [reciprocal, recalled]] of sums) console.log(`  ${key}\tMRR ${(reciprocal / counted).toFixed(3)}\trecall@5 ${(recalled / counted).toFixed(3)}`);
}

/** As the product arranges it, but for what the variant leaves out. */
function order(variant, input) {
  const relations = new Map(input.related.relations);
  if (variant === 'without the learnt ranking' || variant === 'vectors alone') return fuse(input);
  if (variant === 'the documented factors') return rankByFactors(input.query, fuse(input), relations, { relevance: 0.5, recency: 0.2, typeFit: 0.2, diversity: 0.1 });
  const { places, kinds } = rankPlaces(input);
  const heard = variant !== 'without what changes with the best files' && (input.history?.commits ?? 0) > 0 && kinds !== null && kinds.change >= 0.2;
  return heard ? bringAlong(places, relations, input.related.more) : places;
}
