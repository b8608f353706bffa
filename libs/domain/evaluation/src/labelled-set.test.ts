import { describe, expect, it } from '@jest/globals';
import { passageBaseline } from './baseline.ts';
import { readLabelledSet } from './labelled-set.ts';

const files = (contents: Record<string, string>) => async (name: string) => {
  if (contents[name] === undefined) throw new Error(`no ${name}`);
  return contents[name];
};
const jsonl = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n') + '\n';

const passages = {
  'set.json': JSON.stringify({ name: 'p', kind: 'passages', corpus: 'corpus.jsonl', queries: 'queries.jsonl' }),
  'corpus.jsonl': jsonl({ id: '1', text: 'opens the cache' }, { id: '2', title: 'Cache', text: 'closes the door', path: 'docs/a.md', language: 'markdown' }),
  'queries.jsonl': jsonl({ id: 'q', query: 'cache', gold: ['1'], exclude: ['2'] }),
};
const history = {
  'set.json': JSON.stringify({ name: 'h', kind: 'repository-history', repository: 'pallets/flask', extensions: ['py'] }),
  'queries.jsonl': jsonl({ id: 'flask-df1dd57045', query: 'x', gold_files: ['a.py'], parent_commit: 'a'.repeat(40), names_gold_file: true }),
};

describe('readLabelledSet', () => {
  it('reads passages, and the baseline ranks them', async () => {
    const set = await readLabelledSet(files(passages));
    if (set.kind !== 'passages') throw new Error('wrong kind');
    expect(set.passages[1]).toEqual({ id: '2', text: 'closes the door', title: 'Cache', path: 'docs/a.md', language: 'markdown' });
    const rank = passageBaseline(set);
    expect(rank('cache', new Set())).toEqual({ body: ['1'], 'body+title': ['1', '2'] });
    expect(rank('door cache', new Set())['body+title']).toEqual(['2', '1']);
    expect(rank('cache', set.queries[0]!.exclude)['body+title']).toEqual(['1']);
  });

  it('reads repository history with the commit of the labels', async () => {
    const set = await readLabelledSet(files(history));
    expect(set).toMatchObject({ kind: 'repository-history', repository: 'pallets/flask', queries: [{ commit: 'df1dd57045', goldFiles: ['a.py'], namesGoldFile: true }] });
  });

  it('reads names with the fields that each task allows, and nothing that names other labels', async () => {
    const set = await readLabelledSet(files({
      'set.json': JSON.stringify({ name: 'n', kind: 'names', tasks: {
        'topic-desc': { universe: 'topics.jsonl', fields: ['id', 'body'], 'best plain method': 0.5 },
        'topic-aliases': { universe: 'topics.jsonl', fields: ['id', 'display_name', 'short_description'], 'best plain method': { all: 0.6, hard: 0.4 } },
        'similar-groups': { universe: 'npm.txt' }, 'awesome-cross': {}, unheard: {},
      } }),
      'topics.jsonl': jsonl({ id: 'zed', display_name: 'Zed', short_description: 'An editor', body: '---\naliases: zeditor\n---\nEdits text.' }),
      'topic-desc.jsonl': jsonl({ query: 'edits', gold: ['zed'] }), 'topic-aliases.jsonl': jsonl({ query: 'zeditor', gold: ['zed'], hard: true }, { query: 'z', gold: ['zed'] }),
      'npm.txt': 'a\nb\n\nc', 'similar-groups.jsonl': jsonl({ packages: ['a', 'b', 'c'] }),
      'awesome-nodejs.jsonl': jsonl({ name: 'A', url: 'u', description: 'one' }), 'awesome-javascript.jsonl': jsonl({ name: 'A', url: 'u', description: 'other' }), 'awesome-cross.jsonl': jsonl({ query: 'one', gold: ['u'], gold_description: 'other' }),
    }));
    if (set.kind !== 'names') throw new Error(set.kind);
    const entries = (label: string) => set.catalogues.get(set.tasks.find((task) => task.label === label)!.catalogue)!.entries;
    expect(entries('topic-desc')).toEqual([{ id: 'zed', name: 'zed', aliases: [], description: '', text: 'Edits text.' }]);
    expect(entries('topic-aliases')).toEqual([{ id: 'zed', name: 'zed', aliases: ['Zed'], description: 'An editor', text: '' }]);
    expect(entries('awesome-cross')[0]!.description).toBe('other');
    expect(set.tasks.map(({ label, queries, published }) => [label, queries.length, published])).toEqual([['topic-desc', 1, 0.5], ['topic-aliases', 2, 0.6], ['topic-aliases hard', 1, 0.4], ['similar-groups', 3, null], ['awesome-cross', 1, null]]);
  });

  it.each([
    ['another kind', { 'set.json': '{"name":"n","kind":"riddles"}' }, /"riddles" are not supported/],
    ['names without tasks', { 'set.json': '{"name":"n","kind":"names"}' }, /does not say what its tasks are/],
    ['names without labels', { 'set.json': '{"name":"n","kind":"names","tasks":{"unheard-of":{}}}' }, /no labelled names/],
    ['names without a universe', { 'set.json': '{"name":"n","kind":"names","tasks":{"import-names":{}}}', 'import-names.jsonl': '{"query":"a","gold":["b"]}' }, /universe of pypi/],
    ['broken JSON', { ...passages, 'corpus.jsonl': '{"id":"1","text":"x"}\n{oops' }, /corpus\.jsonl:2 is not JSON/],
    ['gold that is not there', { ...passages, 'queries.jsonl': jsonl({ id: 'q', query: 'x', gold: ['9'] }) }, /"9"/],
    ['a file outside the folder', { ...passages, 'set.json': '{"name":"p","kind":"passages","corpus":"../x"}' }, /not a labelled set/],
    ['a commit that is no id', { ...history, 'queries.jsonl': jsonl({ id: 'a', query: 'x', gold_files: ['a'], parent_commit: '--upload-pack=x' }) }, /parent_commit/],
  ])('refuses %s', async (_name, contents, message) => {
    await expect(readLabelledSet(files(contents as Record<string, string>))).rejects.toThrow(message);
  });
});
