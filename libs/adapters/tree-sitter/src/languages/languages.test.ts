import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { detectLanguage } from '@twinmcp/syntax';
import { GrammarRuntime } from '../grammar-runtime.ts';
import type { LanguageSpec } from '../language-spec.ts';
import { linksOf } from '../test-support/link-listing.ts';
import { analyzeSample, samplesOf } from '../test-support/sample-analysis.ts';
import { cRules } from './c/c.language.ts';
import { LANGUAGES } from './language-specs.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'shared').map((entry) => entry.name);
const specsOf = async (folder: string): Promise<LanguageSpec[]> => Object.values((await import(`./${folder}/${folder}.language.ts`)) as Record<string, unknown>).filter((value): value is LanguageSpec => typeof value === 'object' && value !== null && 'grammar' in value);
const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as { dependencies: Record<string, string> };
const scripts = (JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../../../package.json'), 'utf8')) as { allowScripts: Record<string, boolean> }).allowScripts;

/** A folder that lacks one of these is half a language: see docs/adding-a-language.md. */
describe.each(folders)('languages/%s', (folder) => {
  it('has a specification that is listed, a test, and a sample of each of its languages', async () => {
    const specs = await specsOf(folder);
    expect(specs.length).toBeGreaterThan(0);
    for (const spec of specs) expect(LANGUAGES).toContain(spec);
    expect(existsSync(path.join(import.meta.dirname, folder, `${folder}.test.ts`))).toBe(true);
    const sampled = new Set(samplesOf(folder).map(({ name, text }) => detectLanguage(name, text)));
    expect(specs.flatMap((spec) => spec.languages).filter((language) => !sampled.has(language))).toEqual([]);
  });

  it('has grammars that load within the smallest memory, and rules and links for nodes and fields that they make', async () => {
    const specs = await specsOf(folder);
    const types = new Set(['ERROR']);
    const fields = new Set(['*']);
    for (const spec of specs) {
      const runtime = await GrammarRuntime.start(64);
      for (const type of await runtime.nodeTypes(spec)) types.add(type);
      for (const field of await runtime.fieldNames(spec)) fields.add(field);
      expect(runtime.memoryBytes).toBeLessThanOrEqual(64 * 1_048_576);
    }
    // Dialects share one table, so a rule may be for one of them only.
    expect(specs.flatMap((spec) => [...Object.keys(spec.rules), ...spec.comments, ...spec.decorators]).filter((type) => !types.has(type) && !(folder === 'cpp' && Object.hasOwn(cRules, type)))).toEqual([]);
    for (const { links } of specs.filter((spec) => spec.links)) {
      const { roles, names, scopes, members, calls = {}, news = {}, through = {}, awaits = {}, casts = {}, typed = {}, returns = {}, assigns = {}, hooks = {}, lists = [], declarators = [], self } = links!;
      const used = [roles, names, scopes, members, calls, news, through, awaits, casts, typed, returns, assigns, hooks].flatMap((table) => Object.keys(table));
      expect([...used, ...lists, ...declarators, ...self].filter((type) => !types.has(type.replace(/^"(.*)"$/, '$1')))).toEqual([]);
      const named = [...Object.values(roles).flatMap((role) => Object.keys(role)), ...Object.values(members).flat(), ...Object.values(assigns).flat(), ...[calls, news, through, awaits, casts, returns].flatMap((table) => Object.values(table)), ...Object.values(typed).flatMap(({ type = '*', value = '*' }) => [type, value])];
      expect(named.filter((field) => !fields.has(field))).toEqual([]);
    }
  });

  it('has a grammar with an exact version whose install script does not run', async () => {
    for (const { grammar } of await specsOf(folder)) {
      const name = grammar.split('/').slice(0, grammar.startsWith('@') ? 2 : 1).join('/');
      expect(manifest.dependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
      expect(scripts[name]).toBe(false);
      expect(existsSync(path.join(path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), ...grammar.split('/').slice(grammar.startsWith('@') ? 2 : 1)))).toBe(true);
    }
  });

  it('reads its samples whole: symbols, signatures, doc comments and imports', async () => {
    for (const { name } of samplesOf(folder)) {
      const analysis = await analyzeSample(folder, name);
      expect(analysis).toMatchObject({ quality: 'full', note: null });
      expect(analysis.symbols.length).toBeGreaterThan(0);
      expect(analysis.symbols.filter((symbol) => symbol.signature === '')).toEqual([]);
      expect(analysis.symbols.some((symbol) => symbol.doc !== null)).toBe(true);
      expect(linksOf(analysis).imports.length).toBeGreaterThan(0);
      expect(analysis.symbols.some((symbol) => symbol.exported)).toBe(true);
    }
  });
});

it('every specification lies in a folder', async () => {
  const found = (await Promise.all(folders.map(specsOf))).flat();
  expect(LANGUAGES.filter((spec) => !found.includes(spec))).toEqual([]);
  expect(new Set(LANGUAGES.flatMap((spec) => spec.languages)).size).toBe(LANGUAGES.flatMap((spec) => spec.languages).length);
});

it('a grammar is loaded when the first file of its language comes, not before', async () => {
  const runtime = await GrammarRuntime.start();
  expect(runtime.loaded).toEqual([]);
  await runtime.prepare(LANGUAGES[0]!);
  expect(runtime.loaded).toEqual([LANGUAGES[0]!.grammar]);
});
