import fc from 'fast-check';
import { seedLibraries } from '../catalogue/seed/seed-libraries.ts';
import { emptyRecord, libraryId, type LibraryRecord } from '../catalogue/library-record.ts';
import { LibraryIndex } from './library-index.ts';
import { queryShape } from './query-shape.ts';
import { ResolveLibrary, type ResolveContext } from './resolve-library.usecase.ts';
import { DEFAULT_SEARCH_WEIGHTS } from './search-model.ts';
import { DEFAULT_QUALITY_WEIGHTS } from '../quality/score-quality.ts';
import { compoundTerms, questionTerms } from './compounds.ts';
import { centroidOf } from './feedback.ts';
import { LibrarySearch } from './library-search.ts';
import { VectorIndex } from './vector-index.ts';

const ctx = (more: Partial<ResolveContext> = {}): ResolveContext => ({ weights: DEFAULT_SEARCH_WEIGHTS, qualityWeights: DEFAULT_QUALITY_WEIGHTS, installed: new Map(), now: Date.parse('2026-11-21'), ...more });
const of = (...records: LibraryRecord[]): LibraryIndex => {
  const index = new LibraryIndex();
  for (const record of records) index.put(record);
  return index;
};
const ask = (index: LibraryIndex, query: string, more: object = {}, context: Partial<ResolveContext> = {}) =>
  new ResolveLibrary(index, null).execute({ query, kind: 'any', sort: 'relevance', semantic: false, limit: 10, ...more }, ctx(context));
const named = (name: string, more: Partial<LibraryRecord> = {}): LibraryRecord => ({ ...emptyRecord(more.ecosystem ?? 'npm', name, 'registry'), ...more });
const seed = of(...seedLibraries());
const first = async (query: string, more: object = {}) => (await ask(seed, query, more)).matches[0]?.id;

describe('the seed', () => {
  it('is at most a thousand libraries, each once, each described', () => {
    const records = seedLibraries();
    expect(records.length).toBeGreaterThan(500);
    expect(records.length).toBeLessThanOrEqual(1_000);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    expect(records.filter(({ name, description, fame }) => name === '' || description === '' || !(fame! > 0 && fame! < 1))).toEqual([]);
  });
});

describe('ResolveLibrary', () => {
  it('puts an exact name first, always', async () => {
    for (const { id, name, ecosystem } of seedLibraries().filter((_, i) => i % 7 === 0)) expect([id, await first(name, { ecosystems: [ecosystem] })]).toEqual([id, id]);
  });

  it.each([
    ['axois', 'npm:axios'], ['raect', 'npm:react'], ['expres', 'npm:express'], ['lodahs', 'npm:lodash'], ['typscript', 'npm:typescript'], ['react-router-dom.js', 'npm:react-router-dom'], ['fastifyjs', 'npm:fastify'],
    ['1odash', 'npm:lodash'], ['socket-io', 'npm:socket.io'], ['drf', 'pypi:djangorestframework'], ['requezts', 'pypi:requests'], ['scikitlearn', 'pypi:scikit-learn'], ['Beautiful Soup', 'pypi:beautifulsoup4'], ['gorilla-mux', 'go:github.com/gorilla/mux'], ['serde_json', 'cargo:serde-json'],
  ])('finds %s as %s', async (query, id) => expect(await first(query)).toBe(id));

  it.each([['cv2', 'pypi:opencv-python'], ['PIL', 'pypi:pillow'], ['sklearn', 'pypi:scikit-learn'], ['yaml', 'pypi:pyyaml'], ['bs4', 'pypi:beautifulsoup4'], ['dateutil', 'pypi:python-dateutil'], ['zmq', 'pypi:pyzmq']])('goes through the imports for %s', async (query, id) =>
    expect(await first(query, { kind: 'import', ecosystems: ['pypi'] })).toBe(id));

  it('shows the parts of its score, and says why', async () => {
    const { matches: [match] } = await ask(seed, 'fastfy');
    expect(match).toMatchObject({ id: 'npm:fastify', matched: 'typo', parts: { levenshtein: expect.any(Number) as number, semantic: null, popularity: 0.74 }, reason: expect.stringContaining('spelling') as string });
    expect(match!.parts.levenshtein).toBeGreaterThan(0.8);
  });

  it('lets what is installed win ties, and gives its version', async () => {
    const index = of(named('ab-parser'), named('ab-parsed'));
    expect((await ask(index, 'ab-parse')).matches[0]!.id).toBe('npm:ab-parsed');
    const { matches: [match] } = await ask(index, 'ab-parse', {}, { installed: new Map([['npm:ab-parser', '1.2.3-odd']]) });
    expect(match).toMatchObject({ id: 'npm:ab-parser', version: '1.2.3-odd', installed: true });
  });

  it('filters by what is known, sorts, and pages', async () => {
    const facts = (downloads: number | null) => ({ ...emptyRecord('npm', 'x', 'registry').facts, downloads });
    const index = of(named('pad-a', { licence: 'MIT', keywords: ['pad', 'left'], facts: facts(10), updatedAt: 5 }), named('pad-b', { licence: '(MIT OR Apache-2.0)', keywords: ['pad'], facts: facts(1_000), updatedAt: 9 }), named('pad-c', { facts: facts(null) }));
    const ids = async (more: object) => (await ask(index, 'pad', more)).matches.map(({ name }) => name);
    expect(await ids({ licences: ['mit'], sort: 'name' })).toEqual(['pad-a', 'pad-b']);
    expect(await ids({ licences: ['Apache-2.0'] })).toEqual(['pad-b']);
    expect(await ids({ tags: ['Pad', 'left'] })).toEqual(['pad-a']);
    expect(await ids({ minDownloads: 1 })).toHaveLength(2);
    expect(await ids({ minDownloads: 100 })).toEqual(['pad-b']);
    expect(await ids({ updatedAfter: 6 })).toEqual(['pad-b']);
    expect(await ids({ sort: 'popularity' })).toEqual(['pad-b', 'pad-a', 'pad-c']);
    expect(await ids({ sort: 'recency' })).toEqual(['pad-b', 'pad-a', 'pad-c']);
    expect(await ids({ ecosystems: ['pypi'] })).toEqual([]);
    const page = await ask(index, 'pad', { sort: 'name', limit: 2 });
    expect(page).toMatchObject({ total: 3, nextCursor: '2' });
    expect((await ask(index, 'pad', { sort: 'name', limit: 2, cursor: page.nextCursor! })).matches.map(({ name }) => name)).toEqual(['pad-c']);
  });

  it('warns of names that are malicious, deprecated, or a slip away from a far better known one', async () => {
    const index = of(...seedLibraries(), named('requestes', { ecosystem: 'pypi', id: libraryId('pypi', 'requestes') }), named('old-thing', { deprecated: 'use new-thing' }));
    index.malicious = { advisoryOf: (ecosystem, name) => (ecosystem === 'npm' && name === 'reacct' ? 'MAL-2026-1' : null) };
    expect((await ask(index, 'requestes', { ecosystems: ['pypi'] })).matches[0]).toMatchObject({ id: 'pypi:requestes', warnings: [{ kind: 'typosquat', instead: 'pypi:requests' }] });
    expect((await ask(index, 'old-thing')).matches[0]!.warnings).toEqual([expect.objectContaining({ kind: 'deprecated' })]);
    expect(await ask(index, 'reacct')).toMatchObject({ matches: [{ id: 'npm:react' }, ...Array.from({ length: 9 }, () => ({}))], warnings: [{ kind: 'malicious', advisory: 'MAL-2026-1', instead: 'npm:react' }] });
    expect((await ask(index, 'preact')).matches[0]!.warnings).toEqual([]); // near react, and known by itself
  });

  it('takes any string', async () => {
    const naughty = ['', ' ', '\0', "'; DROP TABLE libraries;--", '../../etc/passwd', '<script>alert(1)</script>', '田中さんにあげて下さい', '‮evil', '😀', '💩'.repeat(300), 'Ω≈ç√∫', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '%00', '${jndi:ldap://x}', '-', '@', '@/', '/', '.', '..', '--', 'a'.repeat(2_000), '\ud800', 'ﷺ', 'NaN', 'null', '1e309', 'npm:', 'pkg:npm/', '@types/', '^1.0.0', '[', '(', '\\'];
    for (const query of naughty) for (const kind of ['any', 'package', 'import', 'description']) expect(Array.isArray((await ask(seed, query, { kind })).matches)).toBe(true);
    const index = of(...naughty.filter((name) => name.trim() !== '').map((name) => named(name, { id: `npm:${name}`, description: name, keywords: [name] })));
    for (const query of naughty) expect(Array.isArray((await ask(index, query)).matches)).toBe(true);
    await fc.assert(fc.asyncProperty(fc.string({ maxLength: 60, unit: 'binary' }), async (query) => { for (const { score } of (await ask(seed, query)).matches) expect(Number.isFinite(score)).toBe(true); }), { numRuns: 50 });
  });

  it('forgets what was replaced', async () => {
    const index = of(named('thing', { description: 'paints hedgehogs' }));
    index.put(named('thing', { description: 'counts sheep' }));
    expect(index.size).toBe(1);
    expect((await ask(index, 'paints hedgehogs', { kind: 'description' })).matches).toEqual([]);
    expect((await ask(index, 'counts sheep', { kind: 'description' })).matches).toHaveLength(1);
  });
});

describe('queryShape', () => {
  it.each([
    ['npm i -D vitest@^2', 'vitest', 'npm'], ['pip install "requests>=2"', 'requests', 'pypi'], ['cargo add serde', 'serde', 'cargo'], ['go get github.com/x/y', 'github.com/x/y', 'go'], ['pkg:npm/@scope/a@1.0.0', '@scope/a', 'npm'],
    ['@scope/a', '@scope/a', null], ['requests[socks]==2.0', 'requests', null], ['zod', 'zod', null], ['a library for dates', 'a library for dates', null],
  ])('%s', (asked, query, ecosystem) => expect(queryShape(asked)).toMatchObject({ query, ecosystem, note: null }));
  it('tells a flag of a command from a name', () => expect(queryShape('--save-dev')).toMatchObject({ query: 'save-dev', note: expect.stringContaining('flag') as string }));
});

describe('descriptions', () => {
  it.each([
    ['a real-time chart', 'Draws charts in realtime'], ['realtime chart', 'Draws charts in real-time'], ['date time parser', 'Parses datetime strings'], ['colorpicker', 'A color picker for forms'], ['an all-in-one helper', 'All-in-one, it says'],
  ])('finds "%s" however it is joined', async (query, description) => {
    const index = of(named('right', { description }), ...Array.from({ length: 20 }, (_, i) => named(`other-${i}`, { description: `Draws boxes of ${i} parser strings for a helper` })));
    expect((await ask(index, query, { kind: 'description' })).matches[0]!.id).toBe('npm:right');
  });

  it('counts a name less, the longer the description is', async () => {
    const index = of(named('framework', { description: 'Says hello' }), named('thing', { description: 'For building desktop windows from web pages with scripts' }));
    expect((await ask(index, 'framework', { kind: 'description' })).matches[0]!.name).toBe('framework');
    expect((await ask(index, 'a framework for building desktop windows from web pages and scripts', { kind: 'description' })).matches[0]!.name).toBe('thing');
  });

  it('hears from what a few words find first what else is meant, and takes sentences at their word', () => {
    const search = new LibrarySearch();
    const vector = (...values: number[]): Float32Array => Float32Array.from(values, (value) => value / Math.hypot(...values));
    const add = (name: string, description: string, at: Float32Array): number => search.add({ id: name, ecosystem: 'npm', name, aliases: [], importNames: [], keywords: [], description, text: '', popularity: null }, at);
    add('winston-like', 'logging', vector(1, 1, 0));
    add('pino-like', 'logging fast', vector(1, 1, 0.1));
    add('journal', 'writes lines to files', vector(0, 1, 0));
    add('far', 'writes lines to files', vector(0, 0, 1));
    const ask = (query: string) => search.search({ query, kind: 'description', vector: vector(1, 0, 0), limit: 10, weights: DEFAULT_SEARCH_WEIGHTS });
    const found = ask('logging').map(({ doc }) => search.libraries[doc]!.name);
    expect(found.slice(0, 2).sort()).toEqual(['pino-like', 'winston-like']);
    expect(found.indexOf('journal')).toBeGreaterThan(0);
    expect(found).not.toContain('far');
    expect(ask('logging that nobody has ever described with so very different words altogether').map(({ doc }) => search.libraries[doc]!.name)).not.toContain('journal');
  });

  it('reads any text, and never adds a word that the catalogue does not have', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.array(fc.string({ minLength: 1, maxLength: 6 })), (query, words) => {
      const known = new Set(words);
      const asked = questionTerms(query, () => false);
      const terms = questionTerms(query, (term) => known.has(term));
      for (const [term, count] of terms) expect(asked.get(term) === count || known.has(term)).toBe(true);
      expect(terms.size).toBeGreaterThanOrEqual(asked.size);
      expect(compoundTerms(query).every((term) => term.length > 0)).toBe(true);
    }), { numRuns: 100 });
  });

  it('makes a unit centroid of what has vectors, and none of less than two', () => {
    const vectors = new VectorIndex();
    expect(centroidOf([{ doc: 0, score: 1 }], vectors)).toBeNull();
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true })), { minLength: 2, maxLength: 12 }), (points) => {
      const index = new VectorIndex();
      points.forEach(([x, y], doc) => index.add(doc, Float32Array.of(x / Math.hypot(x, y), y / Math.hypot(x, y))));
      const centroid = centroidOf(points.map((_, doc) => ({ doc, score: 1 - doc / 100 })), index)!;
      expect(Math.hypot(...centroid)).toBeCloseTo(1, 5);
      expect(centroid[1]).toBeGreaterThan(0);
    }), { numRuns: 50 });
  });
});

describe('VectorIndex', () => {
  it('finds what a plain scan finds, nearly always', () => {
    let state = 1;
    const next = (): number => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) - 0.5;
    const unit = (): Float32Array => {
      const vector = Float32Array.from({ length: 64 }, next);
      const length = Math.hypot(...vector);
      return vector.map((value) => value / length);
    };
    const vectors = Array.from({ length: 3_000 }, unit);
    const index = new VectorIndex();
    vectors.forEach((vector, doc) => index.add(doc, vector));
    let found = 0;
    for (let i = 0; i < 20; i++) {
      const query = unit();
      const dots = vectors.map((vector, doc) => ({ doc, dot: vector.reduce((sum, value, d) => sum + value * query[d]!, 0) })).sort((a, b) => b.dot - a.dot);
      const near = new Set(index.nearest(query, 10).map(({ doc }) => doc));
      found += dots.slice(0, 10).filter(({ doc }) => near.has(doc)).length;
    }
    expect(found / 200).toBeGreaterThan(0.9);
    expect(index.nearest(new Float32Array(3), 5)).toEqual([]);
  });
});
