// Asks every labelled query in each mode and writes which rank the first right file got.
//   npx nx run-many -t build && node tools/mode-selector/collect.mjs <out folder> <set folder>…      # $TWINMCP_EVAL_REPOS as for `twinmcp eval`
// One JSON line a query: {set, repository, id, query, rr: {ast, rag, hybrid}, named, worded}. Sets of symbols become queries by a
// rule: a name that is declared once in the set, asked alone and as "where is NAME defined", the file with the declaration is right.
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { understandQuery } from '@twinmcp/context';
import { contextAssembly } from '@twinmcp/contracts';
import { inProtocol, readLabelledSet, scoreRanking } from '@twinmcp/evaluation';
import { findDefinitions } from '../../apps/context-assembly/dist/retrieval/symbol-channel.js';
import { context, eachCommit, indexFolder, indexPassages, withEngine } from '../ranking/engine.mjs';

const MODES = ['ast', 'rag', 'hybrid'];
/** Their tags are headings, keys and selectors, not names that a question asks for. */
const MARKUP = new Set(['html', 'markdown', 'json', 'yaml', 'css', 'scss']);
const NAMES_ASKED = 1_200;
// `--every=<n>`: only every n-th commit of a history, for a first look.
const EVERY = Number(/^--every=(\d+)$/.exec(process.argv.find((one) => one.startsWith('--every=')) ?? '')?.[1] ?? 1);
const [out, ...folders] = process.argv.slice(2).filter((one) => !one.startsWith('--'));
await mkdir(out, { recursive: true });

for (const folder of folders) {
  const lines = createWriteStream(path.join(out, `${path.basename(folder)}.jsonl`));
  const started = performance.now();
  let asked = 0;
  try {
    const write = (row) => void (asked++, lines.write(`${JSON.stringify(row)}\n`));
    const kind = JSON.parse(await readFile(path.join(folder, 'set.json'), 'utf8')).kind;
    const set = kind === 'symbols' ? { name: path.basename(folder) } : await readLabelledSet((name) => readFile(path.join(folder, name), 'utf8'), await readdir(folder));
    await withEngine((engine) => (kind === 'symbols' ? collectNames(folder, set, engine, write) : set.kind === 'passages' ? collectPassages(set, engine, write) : collectHistory(set, engine, write)));
  } finally {
    await new Promise((done) => lines.end(done));
  }
  console.log(`${path.basename(folder)}: ${asked} queries, ${((performance.now() - started) / 1_000).toFixed(0)} s`);
}

/** `idOf`: what a file counts as in the ranking; null leaves it out. */
async function ask(rpc, workspaceId, { set, repository, id, query: text, gold }, idOf) {
  const query = text.slice(0, 20_000);
  const rr = {};
  const hit10 = {};
  for (const mode of MODES) {
    const { hits } = await rpc.call(contextAssembly.searchCode, { workspaceId, query, mode, groupBy: 'file', limit: 1_000 }, context());
    const scores = scoreRanking(hits.map((hit) => idOf(hit.path)).filter((one) => one !== null), gold);
    rr[mode] = scores.MRR;
    hit10[mode] = scores['hit@10'];
  }
  const found = await findDefinitions(rpc, understandQuery(query), { workspaceId }, context());
  return { set, repository, id, query, rr, hit10, named: found?.named ?? [], worded: found?.worded ?? [], looked: found !== null };
}

async function collectPassages(set, engine, write) {
  const { workspaceId, idOf } = await indexPassages(set, engine);
  for (const query of set.queries) {
    const file = (name) => {
      const id = idOf.get(name);
      return id === undefined || query.exclude.has(id) ? null : id;
    };
    write(await ask(engine.rpc, workspaceId, { set: set.name, repository: set.name, id: query.id, query: query.query, gold: query.gold }, file));
  }
}

/** The same walk as `twinmcp eval`: a clone that holds no later object, moved from parent to parent. */
async function collectHistory(set, engine, write) {
  await eachCommit(set, engine, async ({ workspaceId, commit, clone, queries }) => {
    const ranked = new Set((await clone.files(commit)).filter((file) => inProtocol(file.path, 'src', set.extensions)).map((file) => file.path));
    for (const query of queries) write(await ask(engine.rpc, workspaceId, { set: set.name, repository: set.name, id: query.id, query: query.query, gold: query.goldFiles }, (file) => (ranked.has(file) ? file : null)));
  }, EVERY);
}

/** File → text, and name → files that declare it, of a set of symbols. */
async function declarations(folder) {
  const read = async (name) => (await readFile(path.join(folder, name), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
  const files = new Map();
  const declared = new Map();
  const declare = (name, file) => declared.set(name, [...new Set([...(declared.get(name) ?? []), file])]);
  if ((await readdir(folder)).includes('declarations.jsonl')) {
    for (const [i, one] of (await read('declarations.jsonl')).entries()) {
      const file = `${String(i).padStart(4, '0')}.${one.ext}`;
      files.set(file, one.source);
      for (const { qualified } of [...one.gold, ...one.members]) declare(qualified, file);
    }
  } else {
    const cases = (await Promise.all((await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort().map(read))).flat();
    for (const [i, one] of cases.entries()) {
      const at = (name) => `${String(i).padStart(4, '0')}/${name}`;
      for (const [name, text] of Object.entries(one.sources)) files.set(at(name), text);
      if (!one.plain || MARKUP.has(one.lang)) continue;
      for (const { name, file, role } of one.tags) if ((role === null || role === 'def') && one.sources[file] !== undefined) declare(name, at(file));
    }
  }
  return { files, declared };
}

async function collectNames(folder, set, { rpc, work }, write) {
  const root = path.join(work, 'corpus');
  const { files: sources, declared } = await declarations(folder);
  for (const [file, text] of sources) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const workspaceId = await indexFolder(root, rpc);
  // Names that a question would have: four letters at least, declared in one file alone. Every n-th, so that all of the set is heard.
  const names = [...declared].filter(([name, files]) => files.length === 1 && /^[\w$.]{4,}$/.test(name) && /[A-Za-z]{3}/.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const step = Math.max(1, Math.floor(names.length / NAMES_ASKED));
  for (const [i, [name, files]] of names.entries()) {
    if (i % step !== 0) continue;
    const query = i % (2 * step) === 0 ? name : `where is ${name} defined?`;
    write(await ask(rpc, workspaceId, { set: set.name, repository: set.name, id: name, query, gold: files }, (file) => file));
  }
}
