import { DomainError } from '@twinmcp/kernel';
import { readNamesSet, type NamesSet } from './names/names-set.ts';
import { parseJsonLines, parseSetHeader, type SetHeader } from './set-format.ts';
import { readSymbolSet, type SymbolSet } from './symbols/symbol-set.ts';

export interface Passage {
  readonly id: string;
  readonly text: string;
  readonly title: string | null;
  readonly path: string | null;
  readonly language: string | null;
}

export interface PassageQuery {
  readonly id: string;
  readonly query: string;
  readonly gold: readonly string[];
  /** Left out of the ranking: e.g. the section that the question was taken from. */
  readonly exclude: ReadonlySet<string>;
}

export interface PassageSet extends SetHeader {
  readonly kind: 'passages';
  readonly passages: readonly Passage[];
  readonly queries: readonly PassageQuery[];
}

export interface HistoryQuery {
  readonly id: string;
  readonly query: string;
  readonly goldFiles: readonly string[];
  readonly parentCommit: string;
  /** Abbreviated commit that the labels come from, from the query's id; null when the id ends in none. */
  readonly commit: string | null;
  readonly namesGoldFile: boolean;
}

export interface HistorySet extends SetHeader {
  readonly kind: 'repository-history';
  readonly repository: string;
  readonly extensions: ReadonlySet<string>;
  readonly queries: readonly HistoryQuery[];
}

export type LabelledSet = PassageSet | HistorySet | SymbolSet | NamesSet;

/** Gives the text of one file of the set's folder; fails when it is not there. */
export type SetFileReader = (name: string) => Promise<string>;

/** `files`: the names in the folder, for kinds of sets that do not name their files. */
export async function readLabelledSet(read: SetFileReader, files: readonly string[] = []): Promise<LabelledSet> {
  const header = parseSetHeader(await read('set.json'));
  if (header.kind === 'passages') return readPassages(header, read);
  if (header.kind === 'repository-history') return readHistory(header, read);
  if (header.kind === 'symbols') return readSymbolSet(header, files, read);
  if (header.kind === 'names') return readNamesSet(header, header.tasks, read);
  throw new DomainError('unsupported', `sets of kind "${header.kind}" are not supported: passages, repository-history, symbols and names are`, { details: { set: header.name, kind: header.kind } });
}

async function readPassages(header: ReturnType<typeof parseSetHeader>, read: SetFileReader): Promise<PassageSet> {
  const rows = parseJsonLines(await read(header.corpusFile), header.corpusFile);
  const passages = rows.map((row) => ({ id: row.string('id'), text: row.string('text'), title: row.optional('title'), path: row.optional('path'), language: row.optional('language') }));
  const known = new Set(passages.map((passage) => passage.id));
  if (known.size !== passages.length) throw invalid(`${header.corpusFile} has the same id twice`);
  const queries = parseJsonLines(await read(header.queriesFile), header.queriesFile).map((row) => {
    const query = { id: row.string('id'), query: row.string('query'), gold: row.strings('gold'), exclude: new Set(row.has('exclude') ? row.strings('exclude') : []) };
    if (query.gold.length === 0) throw invalid(`query ${query.id} has no gold passage`);
    for (const id of query.gold) if (!known.has(id)) throw invalid(`query ${query.id} names the passage "${id}", which the corpus does not have`);
    return query;
  });
  return { name: header.name, about: header.about, published: header.published, kind: 'passages', passages, queries };
}

async function readHistory(header: ReturnType<typeof parseSetHeader>, read: SetFileReader): Promise<HistorySet> {
  const { repository, extensions } = header;
  if (!repository || !extensions) throw invalid('a repository-history set names its repository and its source extensions in set.json');
  const queries = parseJsonLines(await read(header.queriesFile), header.queriesFile).map((row) => {
    const id = row.string('id');
    const parentCommit = row.string('parent_commit');
    if (!/^[0-9a-f]{40,64}$/.test(parentCommit)) throw invalid(`query ${id}: parent_commit is not a commit id`);
    return { id, query: row.string('query'), goldFiles: row.strings('gold_files'), parentCommit, commit: /-([0-9a-f]{7,64})$/.exec(id)?.[1] ?? null, namesGoldFile: row.flag('names_gold_file') };
  });
  for (const query of queries) if (query.goldFiles.length === 0) throw invalid(`query ${query.id} has no gold file`);
  return { name: header.name, about: header.about, published: header.published, kind: 'repository-history', repository, extensions: new Set(extensions), queries };
}

const invalid = (message: string) => new DomainError('invalid-input', message);
