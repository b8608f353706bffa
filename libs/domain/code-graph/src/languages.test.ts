import { isCommonMember, isTestPath } from './languages.ts';
import { graphOf, referencesOf, type Written } from './test-support/links.ts';

const uses = async (files: Record<string, Written>, name: string, texts: Record<string, string> = {}, path?: string) => referencesOf(graphOf(files, texts).graph, name, { path });
const all = { imported: '*', local: '*' };
const star = (local: string) => ({ imported: '*', local });

describe('Python', () => {
  const files: Record<string, Written> = {
    'src/pkg/__init__.py': { imports: [{ module: '.core', bind: ['run', { imported: 'Base', local: 'Core' }] }] },
    'src/pkg/core.py': { symbols: ['run', { name: 'Base', kind: 'class' }, { name: 'start', kind: 'method', in: 'Base' }] },
    'src/pkg/sub/tool.py': { symbols: [{ name: 'Tool', kind: 'class' }, { name: 'go', kind: 'method', in: 'Tool' }], imports: [{ module: '..core', bind: ['Base'] }], refs: [['Base', 'extends', 2, { in: 'Tool' }], ['self.start', 'call', 12, { in: 'Tool.go' }]] },
    'tests/test_it.py': { imports: [{ module: 'pkg', bind: ['run', 'Core', star('pkg')] }, { module: 'pkg.sub', bind: ['tool'] }], refs: [['run', 'call', 3], ['pkg.run', 'call', 4], ['Core', 'call', 5], ['tool.Tool', 'call', 6]] },
    'app.py': { imports: [{ module: 'pkg.core', bind: [all] }], refs: [['run', 'call', 3]] },
  };
  it('follows packages, `__init__`, relative imports and stars', async () => {
    expect(await uses(files, 'run')).toEqual(['app.py:3 call import 1', 'src/pkg/__init__.py:1 import import 1', 'tests/test_it.py:1 import re-export 1', 'tests/test_it.py:3 call re-export 1', 'tests/test_it.py:4 call namespace 1']);
    expect(await uses(files, 'Base.start')).toEqual(['src/pkg/sub/tool.py:12 call inherited 0.85']);
    expect(await uses(files, 'Tool.start')).toEqual(['src/pkg/sub/tool.py:12 call inherited 0.85']);
    expect(await uses(files, 'Tool')).toEqual(['tests/test_it.py:6 call namespace 1']);
  });

  it('does not take a sibling for the standard library', async () => {
    expect(await uses({ 'p/__init__.py': {}, 'p/json.py': { symbols: ['dumps'] }, 'p/a.py': { imports: [{ module: 'json', bind: [star('json')] }], refs: [['json.dumps', 'call', 2]] } }, 'dumps')).toEqual([]);
  });
});

describe('Go', () => {
  it('links packages by folder and module, methods by the type of the receiver', async () => {
    const files: Record<string, Written> = {
      'store/store.go': { package: 'store', symbols: [{ name: 'Store', kind: 'class' }, 'Open'], refs: [['helper', 'call', 3]] },
      'store/more.go': { package: 'store', symbols: [{ name: 'Find', kind: 'method', qualifiedName: 'Store.Find' }, 'helper'] },
      'cmd/main.go': { package: 'main', imports: [{ module: 'example.com/x/store', bind: [star('store')] }], refs: [['store.Open', 'call', 4], ['s.Find', 'call', 5, { type: '*store.Store' }], ['fmt.Open', 'call', 6]] },
    };
    const texts = { 'go.mod': 'module example.com/x\n\ngo 1.22\n' };
    expect(await uses(files, 'Open', texts)).toEqual(['cmd/main.go:4 call namespace 1']);
    expect(await uses(files, 'Store.Find', texts)).toEqual(['cmd/main.go:5 call receiver-type 0.9']);
    expect(await uses(files, 'helper', texts)).toEqual(['store/store.go:3 call same-package 0.95']);
  });

  it('knows who has all the methods of an interface', async () => {
    const { graph } = graphOf({
      'a/i.go': { package: 'a', symbols: [{ name: 'Runner', kind: 'interface' }, { name: 'Run', kind: 'method', in: 'Runner' }, { name: 'Halt', kind: 'method', in: 'Runner' }] },
      'b/t.go': { package: 'b', symbols: [{ name: 'T', kind: 'class' }, { name: 'Run', kind: 'method', qualifiedName: 'T.Run' }, { name: 'Halt', kind: 'method', qualifiedName: 'T.Halt' }, { name: 'U', kind: 'class' }, { name: 'Run', kind: 'method', qualifiedName: 'U.Run' }] },
    });
    expect((await graph.implementations({ name: 'Runner' }, 5)).map(({ symbol }) => symbol.name)).toEqual(['T']);
    expect((await graph.implementations({ name: 'Runner.Halt' }, 5)).map(({ symbol }) => symbol.qualifiedName)).toEqual(['T.Halt']);
  });
});

describe('languages of the JVM', () => {
  it('link by package, import and wildcard, across languages', async () => {
    const files: Record<string, Written> = {
      'src/a/Server.java': { package: 'a', symbols: [{ name: 'Server', kind: 'class' }, { name: 'Server', kind: 'constructor', in: 'Server' }, { name: 'start', kind: 'method', in: 'Server' }, { name: 'copy', kind: 'method', in: 'Server' }], refs: [['Server', 'new', 32, { in: 'Server.copy' }]] },
      'src/a/Same.java': { package: 'a', refs: [['Server', 'new', 3]] },
      'src/b/Use.kt': { package: 'b', imports: [{ module: 'a.Server', bind: [{ imported: 'Server', local: 'Server' }] }], refs: [['Server', 'call', 4], ['s.start', 'call', 5, { type: 'Server' }]] },
      'src/c/Wild.java': { package: 'c', imports: [{ module: 'a', bind: [all] }], refs: [['Server', 'type', 4]] },
      'src/d/None.java': { package: 'd', refs: [['Server', 'type', 4]] },
    };
    expect(await uses(files, 'a.Server')).toEqual(['src/a/Same.java:3 new same-package 0.95', 'src/a/Server.java:32 new same-file 1', 'src/b/Use.kt:1 import import 1', 'src/b/Use.kt:4 call import 1', 'src/c/Wild.java:4 type import 1']);
    expect(await uses(files, 'start')).toEqual(['src/b/Use.kt:5 call receiver-type 0.9']);
  });
});

describe('C and C++', () => {
  const files: Record<string, Written> = {
    'include/lib/util.h': { symbols: ['trim'] },
    'src/util.c': { symbols: ['trim'], imports: [{ module: 'lib/util.h', kind: 'include' }] },
    'src/all.h': { imports: [{ module: 'lib/util.h', kind: 'include' }] },
    'src/main.c': { imports: [{ module: 'all.h', kind: 'include' }, { module: 'stdio.h', kind: 'include' }], refs: [['trim', 'call', 5]] },
    'other/trim.c': { symbols: ['trim'] },
    'box.hpp': { symbols: [{ name: 'Box', kind: 'class' }, { name: 'open', kind: 'method', in: 'Box' }, { name: 'shut', kind: 'method', in: 'Box' }] },
    'box.cpp': { symbols: [{ name: 'open', kind: 'method', qualifiedName: 'Box.open' }], imports: [{ module: 'box.hpp', kind: 'include' }], refs: [['shut', 'call', 4, { in: 'Box.open' }]] },
  };
  it('see declarations through includes, and their definitions', async () => {
    expect(await uses(files, 'trim', {}, 'include/lib/util.h')).toEqual(['src/main.c:5 call include 0.9']);
    expect(await uses(files, 'trim', {}, 'src/util.c')).toEqual(['src/main.c:5 call include 0.9']);
    expect(await uses(files, 'trim', {}, 'other/trim.c')).toEqual([]);
  });
  it('name members of the class from a method apart from it', async () => expect(await uses(files, 'shut')).toEqual(['box.cpp:4 call self 0.95']));
});

describe('Rust', () => {
  it('walks the tree of modules and other crates', async () => {
    const files: Record<string, Written> = {
      'core/src/lib.rs': { symbols: ['top'] },
      'core/src/net/mod.rs': { symbols: ['dial'], imports: [{ module: 'super', bind: ['top'] }], refs: [['top', 'call', 3]] },
      'core/src/net/tcp.rs': { imports: [{ module: 'crate::net', bind: ['dial'] }], refs: [['dial', 'call', 3], ['super.dial', 'call', 4]] },
      'app/src/main.rs': { imports: [{ module: 'my_core::net', bind: ['dial'] }], refs: [['dial', 'call', 2]] },
    };
    const texts = { 'core/Cargo.toml': '[package]\nname = "my-core"', 'app/Cargo.toml': '[package]\nname = "app"' };
    expect(await uses(files, 'dial', texts)).toEqual(['app/src/main.rs:1 import import 1', 'app/src/main.rs:2 call import 1', 'core/src/net/tcp.rs:1 import import 1', 'core/src/net/tcp.rs:3 call import 1', 'core/src/net/tcp.rs:4 call namespace 1']);
    expect(await uses(files, 'top', texts)).toEqual(['core/src/net/mod.rs:1 import import 1', 'core/src/net/mod.rs:3 call import 1']);
  });
  it('looks behind `mod name;`', async () => {
    const files: Record<string, Written> = { 'src/main.rs': { symbols: [{ name: 'walk', kind: 'module' }], refs: [['walk.scan', 'call', 3]] }, 'src/walk.rs': { symbols: ['scan'] }, 'src/out.rs': { imports: [{ module: 'crate', bind: ['walk'] }], refs: [['walk.scan', 'call', 4]] } };
    expect(await uses(files, 'scan')).toEqual(['src/main.rs:3 call namespace 1', 'src/out.rs:4 call namespace 1']);
  });
  it('takes a file of `tests` for a crate with modules beside it, and finds names by their module', async () => {
    const files: Record<string, Written> = { 'src/main.rs': {}, 'tests/run.rs': { imports: [{ module: 'crate::env', bind: ['Env'] }], refs: [['Env', 'type', 3]] }, 'tests/env/mod.rs': { symbols: [{ name: 'Env', kind: 'class' }] } };
    const { graph } = graphOf(files, { 'Cargo.toml': '[package]\nname = "x"' });
    expect(await referencesOf(graph, 'env::Env')).toEqual(['tests/run.rs:1 import import 1', 'tests/run.rs:3 type import 1']);
  });
});

describe('languages of namespaces', () => {
  it('C# and PHP find names by `using`, `use` and the namespace around', async () => {
    const files: Record<string, Written> = {
      'A.cs': { package: 'App.Core', symbols: [{ name: 'Clock', kind: 'class' }] },
      'B.cs': { package: 'App.Core.Web', refs: [['Clock', 'new', 3]] },
      'C.cs': { package: 'Other', imports: [{ module: 'App.Core', bind: [all] }], refs: [['Clock', 'new', 3]] },
      'M.php': { package: 'App\\Models', symbols: [{ name: 'User', kind: 'class' }] },
      'N.php': { package: 'App', imports: [{ module: 'App\\Models\\User', bind: [{ imported: 'User', local: 'Person' }] }], refs: [['Person', 'new', 4]] },
    };
    const namespaced: Record<string, Written> = {
      'a.php': { package: 'Slim\\Routing', symbols: [{ name: 'Slim\\Routing', kind: 'namespace' }, { name: 'Route', kind: 'class', in: 'Slim\\Routing' }] },
      'b.php': { package: 'Slim', imports: [{ module: 'Slim\\Routing\\Route', bind: [{ imported: 'Route', local: 'Route' }] }], refs: [['Route', 'new', 3]] },
      'c.php': { package: 'Slim\\Routing', refs: [['Route', 'new', 3]] },
    };
    expect(await uses(namespaced, 'Route')).toEqual(['b.php:1 import import 1', 'b.php:3 new import 1', 'c.php:3 new same-package 0.95']);
    expect(await uses(files, 'Clock')).toEqual(['B.cs:3 new same-package 0.95', 'C.cs:3 new import 1']);
    expect(await uses(files, 'User')).toEqual(['N.php:1 import import 1', 'N.php:4 new import 1']);
  });
});

describe('what is only a name', () => {
  it('Ruby, Lua and shell: what is required, else the only one', async () => {
    const files: Record<string, Written> = {
      'lib/tool.rb': { symbols: [{ name: 'Tool', kind: 'class' }, { name: 'sharpen', kind: 'method', in: 'Tool' }] },
      'app.rb': { imports: [{ module: 'tool', kind: 'require' }], refs: [['Tool', 'read', 2], ['x.sharpen', 'call', 3]] },
      'util.lua': { symbols: ['pad'] }, 'main.lua': { imports: [{ module: 'util', kind: 'require', bind: [star('util')] }], refs: [['util.pad', 'call', 2]] },
      'lib.sh': { symbols: ['log_it'] }, 'run.sh': { imports: [{ module: './lib.sh', kind: 'include' }], refs: [['log_it', 'call', 2]] },
    };
    expect(await uses(files, 'Tool')).toEqual(['app.rb:2 read import 1']);
    expect(await uses(files, 'sharpen')).toEqual(['app.rb:3 call only-candidate 0.6']);
    expect(await uses(files, 'pad')).toEqual(['main.lua:2 call namespace 1']);
    expect(await uses(files, 'log_it')).toEqual(['run.sh:2 call import 1']);
  });

  it('is shared by the candidates, and by too many it is nothing', async () => {
    const owners = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}.ts`, { symbols: [{ name: `C${i}`, kind: 'class' as const }, { name: 'spin', kind: 'method' as const, in: `C${i}` }] }]));
    const user = { 'u.ts': { refs: [['x.spin', 'call', 2] as const] } };
    expect(await uses({ ...owners(2), ...user }, 'C0.spin')).toEqual(['u.ts:2 call one-of-several 0.3']);
    expect(await uses({ ...owners(6), ...user }, 'C0.spin')).toEqual([]);
  });

  it('never leads to another family of languages', async () => {
    expect(await uses({ 'a.py': { symbols: [{ name: 'Spin', kind: 'class' }, { name: 'whirl', kind: 'method', in: 'Spin' }] }, 'b.ts': { refs: [['x.whirl', 'call', 1]] } }, 'whirl')).toEqual([]);
  });
});

describe('paths', () => {
  it.each(['a.test.ts', 'a/__tests__/b.js', 'tests/x.py', 'pkg/x_test.go', 'test_a.py', 'src/test/java/X.java', 'FooTest.java', 'a_spec.rb', 'FooTests.cs', 'x.bench.ts'])('%s is a test', (path) => expect(isTestPath(path)).toBe(true));
  it.each(['src/a.ts', 'latest.ts', 'src/contest/a.go', 'attest.py', 'Contest.java'])('%s is none', (path) => expect(isTestPath(path)).toBe(false));
  it('knows what every type of a language has', () => expect([isCommonMember('ecmascript', 'map'), isCommonMember('ecmascript', 'planChanges'), isCommonMember('c', 'planChanges')]).toEqual([true, false, false]));
});
