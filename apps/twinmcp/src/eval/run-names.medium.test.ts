import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testIo } from '../../test-support/test-io.ts';
import { runCommandLine } from '../cli/main.ts';
import type { NamesReport } from './report.ts';

const jsonl = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

describe('twinmcp eval on a set of names', () => {
  let set: string;
  beforeAll(() => {
    set = mkdtempSync(path.join(tmpdir(), 'twinmcp-names-'));
    const put = (name: string, text: string) => writeFileSync(path.join(set, name), text);
    put('set.json', JSON.stringify({ name: 'few', kind: 'names', tasks: { typos: { universe: { npm: 'npm.txt', pypi: 'pypi.txt' }, 'best plain method': { npm: 0.9, pypi: 0.6 } }, 'awesome-category': { 'best plain method': { nodejs: 0.5 } }, 'replacements-native': {}, 'similar-groups': { universe: 'npm.txt' } } }));
    put('replacements-native.jsonl', jsonl({ query: 'array.prototype.flat', gold: ['Array.prototype.flat'] }, { query: 'object-values', gold: ['Object.values'] }, { query: 'hedgehog-painter', gold: ['Hedgehog.paint'] }));
    put('npm.txt', 'hedgehog-painter\nbadger-counter\nyup\nzod\njoi\nvalibot\n');
    put('pypi.txt', 'hedgehog_painter\nbadger\n');
    put('typos.jsonl', jsonl({ query: 'hegdehog-painter', gold: ['hedgehog-painter'], ecosystem: 'npm' }, { query: 'qqqqqqqq', gold: ['badger-counter'], ecosystem: 'npm' }, { query: 'hedgehogpainter', gold: ['hedgehog-painter'], ecosystem: 'pypi' }));
    put('awesome-nodejs.jsonl', jsonl({ name: 'A', url: 'https://a', description: 'Fast logging of lines' }, { name: 'B', url: 'https://b', description: 'Paints hedgehogs' }));
    put('awesome-javascript.jsonl', '');
    put('awesome-category.jsonl', jsonl({ query: 'Logging', gold: ['https://a'], list: 'nodejs' }));
    put('similar-groups.jsonl', jsonl({ packages: ['zod', 'yup'] }));
  });
  afterAll(() => rmSync(set, { recursive: true, force: true }));

  it('scores resolving and recommending, by names alone and with the seed', async () => {
    const io = testIo();
    expect(await runCommandLine(['eval', set, '--json', '--misses', 'typos npm'], io)).toBe(0);
    const { kind, model, scores } = JSON.parse(io.output.join('')) as NamesReport;
    expect([kind, model]).toEqual(['names', expect.stringContaining('static')]);
    expect(scores.map(({ label, metric, queries, published }) => [label, metric, queries, published])).toEqual([
      ['typos npm', 'hit@1', 2, 0.9], ['typos npm, with the seed', 'hit@1', 2, null], ['typos pypi', 'hit@1', 1, 0.6], ['typos pypi, with the seed', 'hit@1', 1, null],
      ['awesome-category nodejs', 'nDCG@10', 1, 0.5], ['replacements-native', 'recall@5', 3, null], ['replacements-native precision', 'hit@1', 2, null], ['similar-groups', 'recall@10', 2, null], ['similar-groups, with the seed', 'recall@10', 2, null],
    ]);
    const score = (label: string) => scores.find((row) => row.label === label)!;
    expect(score('typos npm')).toMatchObject({ score: 0.5, misses: [{ query: 'qqqqqqqq', gold: ['badger-counter'] }] });
    expect(score('typos pypi').score).toBe(1); // PEP 503 holds both spellings for one name
    expect(score('awesome-category nodejs').score).toBe(1);
    expect(score('replacements-native').score).toBeCloseTo(2 / 3);
    expect(score('replacements-native precision').score).toBe(1);
    expect(score('similar-groups').score).toBe(0); // nothing is known of zod but its name
    expect(score('similar-groups, with the seed').score).toBe(1);
  });

  it('prints a table for people', async () => {
    const io = testIo();
    expect(await runCommandLine(['eval', set, '--limit', '1'], io)).toBe(0);
    expect(io.output.join('\n')).toMatch(/few: names[\s\S]*typos npm +hit@1 +1\.000 +0\.900 +1\n/);
  });
});
