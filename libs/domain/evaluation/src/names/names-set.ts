import { DomainError } from '@twinmcp/kernel';
import { z } from 'zod';
import type { RankingMetric } from '../metrics.ts';
import { parseJsonLines, type JsonRow, type SetHeader } from '../set-format.ts';

/** What is searched: the names of a registry alone, or entries of a list with what it says of them. */
export interface NamesCatalogue {
  readonly ecosystem: 'npm' | 'pypi' | null;
  readonly entries: readonly NamesEntry[];
}

export interface NamesEntry {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly text: string;
}

export interface NamesQuery {
  readonly query: string;
  readonly gold: readonly string[];
}

/** Questions of one kind to one catalogue. Tasks of one label are one figure. */
export interface NamesTask {
  readonly label: string;
  /** `alternatives`: the query is an entry, and its like are asked for. `built-ins`: what the platform has instead of it. */
  readonly kind: 'package' | 'import' | 'any' | 'description' | 'alternatives' | 'built-ins';
  /** Only what is answered at all counts: how far an answer can be believed. */
  readonly isPrecision?: boolean;
  readonly metric: RankingMetric;
  readonly catalogue: string;
  readonly queries: readonly NamesQuery[];
  /** What the set says that the best plain method reaches. */
  readonly published: number | null;
}

export interface NamesSet extends SetHeader {
  readonly kind: 'names';
  readonly catalogues: ReadonlyMap<string, NamesCatalogue>;
  readonly tasks: readonly NamesTask[];
}

const Task = z.object({
  universe: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
  fields: z.array(z.string()).optional(),
  'best plain method': z.union([z.number(), z.record(z.string(), z.number())]).optional(),
});
type Task = z.output<typeof Task>;
const Tasks = z.record(z.string(), Task);
type Read = (name: string) => Promise<string>;

/** Front matter that some texts still have names other labels: it is not part of a text. */
const FRONT_MATTER = /^---\r?\n[\s\S]*?\r?\n---\r?\n/;
const LISTS = ['nodejs', 'javascript'] as const;

/** `tasks`: those of set.json. A task that is not known here is left out; its labels are in a file of its name. */
export async function readNamesSet(header: SetHeader, tasks: unknown, read: Read): Promise<NamesSet> {
  const parsed = Tasks.safeParse(tasks);
  if (!parsed.success) throw new DomainError('invalid-input', `set.json of ${header.name} does not say what its tasks are: ${z.prettifyError(parsed.error)}`);
  const reader = new NamesReader(read);
  const found: NamesTask[] = [];
  for (const [name, task] of Object.entries(parsed.data)) found.push(...await (READERS[name]?.(reader, task, name) ?? []));
  if (found.every(({ queries }) => queries.length === 0)) throw new DomainError('invalid-input', `the set ${header.name} has no labelled names beside its set.json`);
  return { name: header.name, about: header.about, published: header.published, kind: 'names', catalogues: reader.catalogues, tasks: found.filter(({ queries }) => queries.length > 0) };
}

const READERS: Record<string, (reader: NamesReader, task: Task, name: string) => Promise<NamesTask[]>> = {
  async typos(reader, task, name) {
    const rows = await reader.rows(name);
    return await Promise.all((['npm', 'pypi'] as const).map(async (ecosystem): Promise<NamesTask> => {
      const catalogue = await reader.registry(typeof task.universe === 'object' ? task.universe[ecosystem] : undefined, ecosystem);
      return { label: `${name} ${ecosystem}`, kind: 'package', metric: 'hit@1', catalogue, queries: rows.filter((row) => row.optional('ecosystem') === ecosystem).map(asked), published: published(task, ecosystem) };
    }));
  },
  async 'import-names'(reader, task, name) {
    return reader.parts(name, task, { kind: 'import', metric: 'hit@1', catalogue: await reader.registry(task.universe, 'pypi') }, ['hard']);
  },
  async 'topic-aliases'(reader, task, name) {
    return reader.parts(name, task, { kind: 'any', metric: 'hit@1', catalogue: await reader.topics(task) }, ['hard', 'software']);
  },
  async 'topic-desc'(reader, task, name) {
    return reader.parts(name, task, { kind: 'description', metric: 'hit@1', catalogue: await reader.topics(task) });
  },
  async 'topic-related'(reader, task, name) {
    return reader.parts(name, task, { kind: 'alternatives', metric: 'recall@10', catalogue: await reader.topics(task) });
  },
  async 'awesome-category'(reader, task, name) {
    const rows = await reader.rows(name);
    return await Promise.all(LISTS.map(async (list): Promise<NamesTask> => ({
      label: `${name} ${list}`, kind: 'description', metric: 'nDCG@10', catalogue: await reader.list(list), queries: rows.filter((row) => row.string('list') === list).map(asked), published: published(task, list),
    })));
  },
  /** What one list says of a library is the question, the other list is searched. */
  async 'awesome-cross'(reader, task, name) {
    const rows = await reader.rows(name);
    return await Promise.all(LISTS.map(async (list): Promise<NamesTask> => {
      const catalogue = await reader.list(list);
      const says = new Map(reader.catalogues.get(catalogue)!.entries.map(({ id, description }) => [id, description]));
      const queries = rows.filter((row) => row.strings('gold').some((id) => says.get(id) === row.string('gold_description'))).map(asked);
      return { label: name, kind: 'description', metric: 'hit@1', catalogue, queries, published: published(task, '') };
    }));
  },
  async replacements(reader, task, name) {
    return reader.parts(name, task, { kind: 'alternatives', metric: 'recall@10', catalogue: await reader.registry(task.universe, 'npm') });
  },
  async 'replacements-native'(reader, task, name) {
    const queries = (await reader.rows(name)).map(asked);
    const rest = { kind: 'built-ins', catalogue: await reader.nothing('npm'), queries, published: published(task, '') } as const;
    return [{ ...rest, label: name, metric: 'recall@5' }, { ...rest, label: `${name} precision`, metric: 'hit@1', isPrecision: true }];
  },
  async 'similar-groups'(reader, task, name) {
    const rows = await reader.rows(name);
    const queries = rows.flatMap((row) => row.strings('packages').map((query) => ({ query, gold: row.strings('packages').filter((other) => other !== query) })));
    return [{ label: name, kind: 'alternatives', metric: 'recall@10', catalogue: await reader.registry(task.universe, 'npm'), queries, published: published(task, '') }];
  },
};

class NamesReader {
  readonly catalogues = new Map<string, NamesCatalogue>();
  readonly #read: Read;

  constructor(read: Read) {
    this.#read = read;
  }

  async rows(task: string): Promise<JsonRow[]> {
    return parseJsonLines(await this.#read(`${task}.jsonl`), `${task}.jsonl`);
  }

  async parts(label: string, task: Task, rest: Pick<NamesTask, 'kind' | 'metric' | 'catalogue'>, flags: readonly string[] = []): Promise<NamesTask[]> {
    const rows = await this.rows(label);
    const whole = { ...rest, label, queries: rows.map(asked), published: published(task, 'all') };
    return [whole, ...flags.map((flag) => ({ ...rest, label: `${label} ${flag}`, queries: rows.filter((row) => row.flag(flag)).map(asked), published: published(task, flag, null) }))];
  }

  async registry(file: Task['universe'], ecosystem: 'npm' | 'pypi'): Promise<string> {
    if (typeof file !== 'string') throw new DomainError('invalid-input', `set.json does not name the universe of ${ecosystem}`);
    const entries = async (): Promise<NamesEntry[]> => (await this.#read(file)).split('\n').map((name) => name.trim()).filter((name) => name !== '').map((name) => ({ id: name, name, aliases: [], description: '', text: '' }));
    return await this.#keep(file, ecosystem, entries);
  }

  /** Only with the fields that the task allows. */
  async topics({ universe, fields = [] }: Task): Promise<string> {
    if (typeof universe !== 'string') throw new DomainError('invalid-input', 'set.json does not name the catalogue of topics');
    const allowed = (row: JsonRow, field: string): string => (fields.includes(field) ? (row.optional(field) ?? '') : '');
    return await this.#keep(`${universe} ${fields.join(',')}`, null, async () => parseJsonLines(await this.#read(universe), universe).map((row) => ({
      id: row.string('id'), name: row.string('id'), aliases: [allowed(row, 'display_name')].filter((name) => name !== ''),
      description: allowed(row, 'short_description'), text: allowed(row, 'body').replace(FRONT_MATTER, ''),
    })));
  }

  /** Built-ins are no libraries: no name is searched. */
  async nothing(ecosystem: 'npm' | 'pypi'): Promise<string> {
    return await this.#keep(`the platform of ${ecosystem}`, ecosystem, async () => []);
  }

  async list(name: string): Promise<string> {
    const file = `awesome-${name}.jsonl`;
    return await this.#keep(file, null, async () => parseJsonLines(await this.#read(file), file).map((row) => ({ id: row.string('url'), name: row.string('name'), aliases: [], description: row.string('description'), text: '' })));
  }

  async #keep(key: string, ecosystem: NamesCatalogue['ecosystem'], entries: () => Promise<NamesEntry[]>): Promise<string> {
    if (!this.catalogues.has(key)) this.catalogues.set(key, { ecosystem, entries: await entries() });
    return key;
  }
}

const asked = (row: JsonRow): NamesQuery => ({ query: row.string('query'), gold: row.strings('gold') });

function published(task: Task, part: string, otherwise: number | null | undefined = undefined): number | null {
  const told = task['best plain method'];
  if (typeof told === 'object') return told[part] ?? null;
  return otherwise === undefined ? (told ?? null) : otherwise;
}
