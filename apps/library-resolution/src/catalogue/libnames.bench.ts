// How well libraries are found: the tasks of a labelled set of names, each with the universe and the fields that it allows.
//   node --conditions=twinmcp-source --no-warnings apps/library-resolution/src/catalogue/libnames.bench.ts $TWINMCP_EVAL_DIR/libnames [--misses task]
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { DEFAULT_RECOMMENDATION_WEIGHTS, DEFAULT_SEARCH_WEIGHTS, emptyRecord, libraryId, LibraryIndex, MemoryLibraryCatalogue, mergeRecords, queryShape, RecommendLibraries, registryName, seedLibraries, type LibraryRecord } from '@twinmcp/libraries';

const [folder, , missesOf] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: libnames.bench.ts <folder of the set> [--misses task]');

interface Query { readonly query: string; readonly gold: readonly string[]; readonly ecosystem?: 'npm' | 'pypi'; readonly hard?: boolean; readonly software?: boolean; readonly list?: string; readonly gold_description?: string; readonly packages?: readonly string[] }
interface Topic { readonly id: string; readonly display_name: string | null; readonly short_description: string | null; readonly body: string | null }
interface Listed { readonly name: string; readonly url: string; readonly description: string }

const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8').trim();
const rows = <T>(name: string): T[] => read(name).split('\n').map((line) => JSON.parse(line) as T);
const embedder = new StaticCodeEmbedder();
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

function entry(id: string, fields: Partial<LibraryRecord> = {}, ecosystem: 'npm' | 'pypi' = 'npm'): LibraryRecord {
  return { ...emptyRecord(ecosystem, fields.name ?? id, 'manifest'), id, ...fields };
}

async function indexOf(records: readonly LibraryRecord[]): Promise<LibraryIndex> {
  const index = new LibraryIndex();
  for (const record of records) index.put(record);
  await index.embed(embedder);
  return index;
}

/** Registries are asked by name, lists and topics by what identifies an entry there. */
const nameOf = ({ id, ecosystem, name }: LibraryRecord): string => (id.startsWith(`${ecosystem}:`) ? name : id);

async function ranking(index: LibraryIndex, query: string, kind: 'any' | 'package' | 'import' | 'description', limit = 10): Promise<string[]> {
  const asked = queryShape(query).query;
  const [vector] = kind === 'package' || kind === 'import' ? [null] : await embedder.embed([asked], 'query');
  return index.search.search({ query: asked, kind, vector: vector?.some((value) => value !== 0) ? vector : null, limit, weights: DEFAULT_SEARCH_WEIGHTS }).map(({ doc }) => nameOf(index.record(doc)!));
}

/** Of the first place; names that a registry holds for the same (PEP 503) are the same. */
async function hits(task: string, queries: readonly Query[], index: LibraryIndex | ((query: Query) => LibraryIndex), kind: 'any' | 'package' | 'import' | 'description', same: (name: string) => string = (name) => name): Promise<Map<Query, boolean>> {
  const found = new Map<Query, boolean>();
  for (const query of queries) {
    const top = await ranking(typeof index === 'function' ? index(query) : index, query.query, kind, 3);
    const hit = top[0] !== undefined && query.gold.map(same).includes(same(top[0]));
    found.set(query, hit);
    if (!hit && missesOf === task) console.log(`    ${query.query} → ${top.join(', ')}; wanted ${query.gold.slice(0, 3).join(', ')}`);
  }
  return found;
}

function report(label: string, found: ReadonlyMap<Query, boolean>, only: (query: Query) => boolean = () => true): void {
  const chosen = [...found].filter(([query]) => only(query));
  console.log(`${label.padEnd(44)} hit@1 ${mean(chosen.map(([, hit]) => Number(hit))).toFixed(3)}  (${chosen.filter(([, hit]) => hit).length} of ${chosen.length})`);
}

function nDCG(ranked: readonly string[], gold: readonly string[]): number {
  const gain = ranked.slice(0, 10).reduce((sum, id, i) => sum + (gold.includes(id) ? 1 / Math.log2(i + 2) : 0), 0);
  return gain / Array.from({ length: Math.min(10, gold.length) }, (_, i) => 1 / Math.log2(i + 2)).reduce((sum, value) => sum + value, 0);
}

/** Front matter that some descriptions still have names the labels: it is not part of a description. */
const withoutFrontMatter = (body: string | null): string => (body ?? '').replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
const topics = rows<Topic>('topics-catalog.jsonl');
const topicIndex = (withDescription: boolean): Promise<LibraryIndex> =>
  indexOf(topics.map(({ id, display_name: display, short_description: short, body }) => entry(id, { aliases: display ? [display] : [], description: withDescription ? (short ?? '') : '', text: withoutFrontMatter(body) })));

const universe = (ecosystem: 'npm' | 'pypi'): string[] => read(`universe-${ecosystem}.txt`).split('\n');
const bare = (ecosystem: 'npm' | 'pypi'): LibraryRecord[] => universe(ecosystem).map((name) => emptyRecord(ecosystem, name, 'manifest'));
const seeded = (ecosystem: 'npm' | 'pypi'): LibraryRecord[] => {
  const seed = new Map(seedLibraries().map((record) => [record.id, record]));
  return bare(ecosystem).map((record) => (seed.has(record.id) ? { ...mergeRecords(record, seed.get(record.id)!), name: record.name } : record));
};

const pep503 = (name: string): string => registryName('pypi', name);
for (const [label, catalogue] of [['names alone', bare], ['with the seed', seeded]] as const) {
  const npm = await indexOf(catalogue('npm'));
  const pypi = await indexOf(catalogue('pypi'));
  const typos = rows<Query>('typos.jsonl');
  report(`typos npm, ${label}`, await hits('typos', typos.filter(({ ecosystem }) => ecosystem === 'npm'), npm, 'package'));
  report(`typos pypi, ${label}`, await hits('typos', typos.filter(({ ecosystem }) => ecosystem === 'pypi'), pypi, 'package', pep503));
  const imports = await hits('import-names', rows<Query>('import-names.jsonl'), pypi, 'import', pep503);
  report(`import-names, ${label}`, imports);
  report(`import-names hard, ${label}`, imports, ({ hard }) => hard === true);
  const recommend = new RecommendLibraries(npm, new MemoryLibraryCatalogue());
  const alternatives = async (name: string): Promise<string[]> => {
    const library = npm.get(libraryId('npm', name));
    if (!library) return [];
    return (await recommend.execute({ library, relations: ['similar', 'alternative'], limit: 10, weights: DEFAULT_RECOMMENDATION_WEIGHTS, qualityOf: () => null, now: 0 })).map((found) => found.name);
  };
  const recalls: number[] = [];
  const within: number[] = [];
  const known = new Set(universe('npm'));
  for (const { query, gold } of rows<Query>('replacements.jsonl')) {
    const found = await alternatives(query);
    const hit = gold.filter((name) => found.includes(name)).length;
    recalls.push(hit / gold.length);
    const there = gold.filter((name) => known.has(name) && name !== query);
    if (there.length > 0) within.push(there.filter((name) => found.includes(name)).length / there.length);
    if (missesOf === 'replacements' && hit === 0) console.log(`    ${query} → ${found.join(', ')}; wanted ${gold.join(', ')}`);
  }
  console.log(`${`replacements, ${label}`.padEnd(44)} recall@10 ${mean(recalls).toFixed(3)}; of those that are in the universe ${mean(within).toFixed(3)}`);
  const groups: number[] = [];
  for (const { packages } of rows<Query>('similar-groups.jsonl')) {
    for (const name of packages!) {
      const found = await alternatives(name);
      groups.push(mean(packages!.filter((other) => other !== name).map((other) => Number(found.includes(other)))));
    }
  }
  console.log(`${`similar-groups, ${label}`.padEnd(44)} recall@10 ${mean(groups).toFixed(3)}`);
}

const full = await topicIndex(true);
const aliases = await hits('topic-aliases', rows<Query>('topic-aliases.jsonl'), full, 'any');
report('topic-aliases', aliases);
report('topic-aliases hard', aliases, ({ hard }) => hard === true);
report('topic-aliases software', aliases, ({ software }) => software === true);
report('topic-desc', await hits('topic-desc', rows<Query>('topic-desc.jsonl'), await topicIndex(false), 'description'));

const lists = { nodejs: rows<Listed>('awesome-nodejs.jsonl'), javascript: rows<Listed>('awesome-javascript.jsonl') };
const listIndex = { nodejs: await indexOf(lists.nodejs.map(({ name, url, description }) => entry(url, { name, description }))), javascript: await indexOf(lists.javascript.map(({ name, url, description }) => entry(url, { name, description }))) };
const holder = ({ gold, gold_description: description }: Query): LibraryIndex => listIndex[lists.javascript.some((item) => gold.includes(item.url) && item.description === description) ? 'javascript' : 'nodejs'];
report('awesome-cross', await hits('awesome-cross', rows<Query>('awesome-cross.jsonl'), holder, 'description'));
for (const list of ['nodejs', 'javascript'] as const) {
  const scores: number[] = [];
  for (const { query, gold } of rows<Query>('awesome-category.jsonl').filter((row) => row.list === list)) scores.push(nDCG(await ranking(listIndex[list], query, 'description'), gold));
  console.log(`${`awesome-category ${list}`.padEnd(44)} nDCG@10 ${mean(scores).toFixed(3)}`);
}
