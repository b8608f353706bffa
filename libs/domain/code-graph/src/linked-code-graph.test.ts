import { graphOf, referencesOf } from './test-support/links.ts';

describe('references in TypeScript', () => {
  const { graph } = graphOf({
    'src/server.ts': { symbols: [{ name: 'Server', kind: 'class' }, { name: 'listen', kind: 'method', in: 'Server' }, { name: 'close', kind: 'method', in: 'Server' }, 'create'], refs: [['this.close', 'call', 12, { in: 'Server.listen' }], ['Server', 'new', 32, { in: 'create' }]] },
    'src/index.ts': { imports: [{ module: './server.js', kind: 'reexport', bind: [{ imported: 'Server', exported: 'HttpServer' }, { imported: 'create', exported: 'create' }] }] },
    'src/all.ts': { imports: [{ module: './index', kind: 'reexport', bind: [{ imported: '*', exported: '*' }] }] },
    'src/app.ts': {
      symbols: ['main'], imports: [{ module: './all', bind: ['HttpServer', { imported: '*', local: 'lib' }] }],
      refs: [['HttpServer', 'new', 3, { in: 'main' }], ['server.listen', 'call', 4, { in: 'main', type: 'HttpServer' }], ['lib.create', 'call', 5, { in: 'main' }], ['?.listen', 'call', 6, { in: 'main' }]],
    },
    'src/other.ts': { symbols: ['create'], refs: [['create', 'call', 9]] },
    'src/reader.test.ts': { imports: [{ module: './server', bind: ['Server'] }], refs: [['Server', 'type', 3]] },
  });

  it('follows imports through renaming re-exports and `export *`', async () => {
    expect(await referencesOf(graph, 'Server')).toEqual([
      'src/app.ts:1 import re-export 1', 'src/app.ts:3 new re-export 1', 'src/index.ts:1 import import 1', 'src/reader.test.ts:1 import import 1', 'src/reader.test.ts:3 type import 1', 'src/server.ts:32 new same-file 1',
    ]);
  });

  it('keeps functions of one name apart', async () => {
    expect(await referencesOf(graph, 'create', { path: 'src/server.ts' })).toEqual(['src/app.ts:5 call namespace 1', 'src/index.ts:1 import import 1']);
    expect(await referencesOf(graph, 'create', { path: 'src/other.ts' })).toEqual(['src/other.ts:9 call same-file 1']);
  });

  it('finds members by `this`, by the type of the receiver, and by being the only one', async () => {
    expect(await referencesOf(graph, 'Server.close')).toEqual(['src/server.ts:12 call self 0.95']);
    expect(await referencesOf(graph, 'listen')).toEqual(['src/app.ts:4 call receiver-type 0.9', 'src/app.ts:6 call only-candidate 0.3']); // `listen` is a name of the language's own types too
  });

  it('says what is asked for by the place of a use', async () => {
    expect((await graph.definitions({ name: 'HttpServer', path: 'src/app.ts' }, 5)).map(({ path, name }) => `${path}:${name}`)).toEqual(['src/server.ts:Server']);
    expect((await graph.definitions({ path: 'src/server.ts', line: 14 }, 5)).map(({ qualifiedName }) => qualifiedName)).toEqual(['Server.listen']);
    expect(await graph.definitions({ name: 'nowhere' }, 5)).toEqual([]);
  });

  it('leaves out what the options leave out', async () => {
    const options = { limit: 10, withoutTests: true, kinds: ['new', 'type'] as const };
    expect((await graph.references({ name: 'Server' }, options)).references.map(({ path, line }) => `${path}:${line}`)).toEqual(['src/app.ts:3', 'src/server.ts:32']);
    expect(await graph.references({ name: 'Server' }, { limit: 1, offset: 1 })).toMatchObject({ total: 6, references: [{ path: 'src/app.ts', line: 3 }] });
  });

  it('follows default exports and modules that are one function, under any name', async () => {
    const whole = graphOf({
      'a.ts': { symbols: ['thing'], exports: [{ local: 'thing', exported: 'default' }] },
      'b.ts': { imports: [{ module: './a', kind: 'reexport', bind: [{ imported: 'default', exported: 'renamed' }] }] },
      'c.ts': { imports: [{ module: './a', bind: [{ imported: 'default', local: 'x' }] }], exports: [{ local: 'x', exported: 'default' }], refs: [['x', 'call', 2]] },
      'd.ts': { imports: [{ module: './b', bind: ['renamed'] }, { module: './c', bind: [{ imported: 'default', local: 'y' }] }], refs: [['renamed', 'call', 3], ['y', 'call', 4]] },
      'e.cjs': { symbols: ['other'], exports: [{ local: 'other', exported: 'default' }] },
      'f.cjs': { imports: [{ module: './e.cjs', kind: 'require', bind: [{ imported: '*', local: 'z' }] }], refs: [['z', 'call', 2]] },
      'g.ts': { imports: [{ module: './e.cjs', bind: [{ imported: 'default', local: 'thing' }] }], refs: [['thing', 'call', 2]] },
    }).graph;
    expect(await referencesOf(whole, 'thing')).toEqual(['b.ts:1 import import 1', 'c.ts:1 import import 1', 'c.ts:2 call import 1', 'd.ts:1 import re-export 1', 'd.ts:2 import re-export 1', 'd.ts:3 call re-export 1', 'd.ts:4 call re-export 1']);
    expect((await referencesOf(whole, 'other')).filter((line) => line.includes('call'))).toEqual(['f.cjs:2 call import 1', 'g.ts:2 call import 1']);
  });

  it('is not caught by modules that re-export each other', async () => {
    const cyclic = graphOf({
      'a.ts': { symbols: ['thing'], imports: [{ module: './b', kind: 'reexport', bind: [{ imported: '*', exported: '*' }] }] },
      'b.ts': { imports: [{ module: './a', kind: 'reexport', bind: [{ imported: '*', exported: '*' }] }] },
      'c.ts': { imports: [{ module: './b', bind: ['thing', 'missing'] }], refs: [['thing', 'call', 2], ['missing', 'call', 3]] },
    }).graph;
    expect(await referencesOf(cyclic, 'thing')).toEqual(['c.ts:1 import re-export 1', 'c.ts:2 call re-export 1']);
  });
});

describe('modules of packages', () => {
  const user = (module: string) => ({ imports: [{ module, bind: ['f'] }], refs: [['f', 'call', 3] as const] });
  const found = async (module: string, texts: Record<string, string>, at = 'libs/a/src/user.ts', defined = 'libs/b/src/f.ts') => (await referencesOf(graphOf({ [defined]: { symbols: ['f'] }, [at]: user(module) }, texts).graph, 'f')).length === 2;

  it.each<[string, string, Record<string, string>]>([
    ['exports to source', '@x/b', { 'libs/b/package.json': '{"name":"@x/b","exports":{".":{"x-source":"./src/f.ts","default":"./dist/f.js"}}}' }],
    ['a built file stands for its source', '@x/b', { 'libs/b/package.json': '{"name":"@x/b","main":"dist/f.js"}' }],
    ['outDir and rootDir', '@x/b', { 'libs/b/package.json': '{"name":"@x/b","types":"./out/types/f.d.ts"}', 'libs/b/tsconfig.json': '{"compilerOptions":{"outDir":"out/types","rootDir":"src"}}' }],
    ['patterns in exports', '@x/b/f', { 'libs/b/package.json': '{"name":"@x/b","exports":{"./*":"./dist/*.js"}}' }],
    ['paths, inherited', '#b/f', { 'tsconfig.base.json': '{ // all\n"compilerOptions":{"baseUrl":".","paths":{"#b/*":["libs/b/src/*"],},}}', 'libs/a/tsconfig.json': '{"extends":"../../tsconfig.base.json"}' }],
    ['baseUrl', 'b/src/f', { 'tsconfig.json': '{"compilerOptions":{"baseUrl":"libs"}}' }],
  ])('%s', async (_, module, texts) => expect(await found(module, texts)).toBe(true));

  it('JavaScript means the code, TypeScript its declarations', async () => {
    const { graph } = graphOf({ 'lib.js': { symbols: ['f'] }, 'lib.d.ts': { symbols: ['f'] }, 'a.js': user('./lib'), 'b.ts': user('./lib'), 'c.js': user('p'), 'd.ts': user('p') }, { 'package.json': '{"name":"p","exports":{"types":"./lib.d.ts","default":"./lib.js"}}' });
    expect(await referencesOf(graph, 'f', { path: 'lib.js' })).toEqual(['a.js:1 import import 1', 'a.js:3 call import 1', 'c.js:1 import import 1', 'c.js:3 call import 1']);
    expect((await referencesOf(graph, 'f', { path: 'lib.d.ts' })).map((line) => line.slice(0, 4))).toEqual(['b.ts', 'b.ts', 'd.ts', 'd.ts']);
  });

  it('resolves `imports` of the own package, and nothing from outside', async () => {
    expect(await found('#f', { 'libs/a/package.json': '{"name":"a","imports":{"#f":{"default":"./src/f.ts"}}}' }, 'libs/a/src/user.ts', 'libs/a/src/f.ts')).toBe(true);
    expect(await found('react', {})).toBe(false);
  });
});

describe('calls', () => {
  const { graph } = graphOf({
    'store.ts': { symbols: [{ name: 'Store', kind: 'interface' }, { name: 'find', kind: 'method', in: 'Store' }] },
    'memory.ts': { symbols: [{ name: 'MemoryStore', kind: 'class' }, { name: 'find', kind: 'method', in: 'MemoryStore' }, { name: 'scan', kind: 'method', in: 'MemoryStore' }], imports: [{ module: './store', bind: ['Store'] }], refs: [['Store', 'implements', 2, { in: 'MemoryStore' }], ['this.scan', 'call', 13, { in: 'MemoryStore.find' }]] },
    'use.ts': { symbols: ['answer', 'route'], imports: [{ module: './store', bind: ['Store'] }], refs: [['store.find', 'call', 5, { in: 'answer', type: 'Store' }], ['answer', 'call', 15, { in: 'route' }], ['answer', 'call', 16, { in: 'route' }]] },
    'use.test.ts': { imports: [{ module: './use', bind: ['route'] }], refs: [['route', 'call', 4]] },
  });
  const names = ({ nodes }: Awaited<ReturnType<typeof graph.calls>>) => nodes.map(({ symbol, depth, from, lines, confidence }) => `${depth} ${symbol.qualifiedName} <${from} ${lines.join(',')} ${confidence}`);

  it('go up through the interface that a method implements', async () => {
    expect(names(await graph.calls({ name: 'MemoryStore.find' }, { direction: 'callers', depth: 3, limit: 10 }))).toEqual(['0 MemoryStore.find <-1  1', '1 answer <0 5 0.72', '2 route <1 15,16 1', '3 use.test.ts <2 4 1']);
    expect(names(await graph.calls({ name: 'MemoryStore.find' }, { direction: 'callers', depth: 3, limit: 10, withoutTests: true }))).toHaveLength(3);
  });

  it('count a use once when the interface was asked for as well', async () => {
    expect((await graph.references({ name: 'find' }, { limit: 5 })).references).toMatchObject([{ path: 'use.ts', line: 5, confidence: 0.9, reason: 'receiver-type' }]);
  });

  it('go down', async () => {
    expect(names(await graph.calls({ name: 'route' }, { direction: 'callees', depth: 2, limit: 10 }))).toEqual(['0 route <-1  1', '1 answer <0 15,16 1', '2 Store.find <1 5 0.9']);
    expect(await graph.calls({ name: 'route' }, { direction: 'callees', depth: 2, limit: 2 })).toMatchObject({ truncated: true });
  });

  it('know implementations of types and of their members', async () => {
    expect((await graph.implementations({ name: 'Store' }, 9)).map(({ symbol, relation, depth }) => `${symbol.qualifiedName} ${relation} ${depth}`)).toEqual(['MemoryStore implements 1']);
    expect((await graph.implementations({ name: 'Store.find' }, 9)).map(({ symbol, relation }) => `${symbol.qualifiedName} ${relation}`)).toEqual(['MemoryStore.find overrides']);
  });

  it('draw the outline', async () => {
    expect((await graph.outline('memory.ts')).map(({ symbol, children }) => [symbol.name, children.map((child) => child.symbol.name)])).toEqual([['MemoryStore', ['find', 'scan']]]);
    expect(await graph.outline('none.ts')).toEqual([]);
  });

  it('tell what a change reaches, tests apart', async () => {
    const found = await graph.impact({ targets: [{ name: 'MemoryStore.find' }], depth: 5, limit: 10 });
    expect(found.affected.map(({ symbol, depth, relation, via }) => `${depth} ${symbol.qualifiedName} ${relation} ${via}`)).toEqual(['1 answer calls MemoryStore.find', '2 route calls answer']);
    expect(found.tests).toMatchObject([{ path: 'use.test.ts' }]);
    expect(found.files.map(({ path }) => path)).toEqual(['use.ts']);
  });

  it('lead through helpers of tests to the tests that can be run, however few steps were asked for', async () => {
    const helped = graphOf({
      'pack.ts': { symbols: ['pack'] },
      'test-support/start.ts': { symbols: ['start'], imports: [{ module: '../pack', bind: ['pack'] }], refs: [['pack', 'call', 3, { in: 'start' }]] },
      'a.test.ts': { symbols: ['check'], imports: [{ module: './test-support/start', bind: ['start'] }], refs: [['start', 'call', 3, { in: 'check' }]] },
      'b.ts': { symbols: ['later'], imports: [{ module: './test-support/start', bind: ['start'] }], refs: [['start', 'call', 3, { in: 'later' }]] },
    }).graph;
    const found = await helped.impact({ targets: [{ name: 'pack' }], depth: 1, limit: 10 });
    expect(found.tests.map(({ path, symbols }) => [path, symbols])).toEqual([['a.test.ts', ['check']]]);
    expect(found.affected).toEqual([]);
    const alone = graphOf({ 'pack.ts': { symbols: ['pack'] }, 'test-support/start.ts': { symbols: ['start'], imports: [{ module: '../pack', bind: ['pack'] }], refs: [['pack', 'call', 3, { in: 'start' }]] } }).graph;
    expect((await alone.impact({ targets: [{ name: 'pack' }], depth: 1, limit: 10 })).tests.map(({ path }) => path)).toEqual(['test-support/start.ts']);
  });
});
