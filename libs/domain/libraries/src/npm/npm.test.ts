import fc from 'fast-check';
import { parsePackageJson, parsePackageLock } from '../index.ts';

const file = (value: unknown, path = 'package.json') => ({ path, text: typeof value === 'string' ? value : JSON.stringify(value) });

describe('parsePackageJson', () => {
  it('tells the four kinds apart; a name that is also optional is only optional', () => {
    expect(parsePackageJson(file({ dependencies: { a: '^1', o: '1' }, devDependencies: { b: 'workspace:*' }, optionalDependencies: { o: '1' }, peerDependencies: { c: '>=1 <3 || 4' } })).dependencies).toEqual([
      { name: 'o', requirement: '1', scope: 'optional' },
      { name: 'a', requirement: '^1', scope: 'runtime' },
      { name: 'b', requirement: 'workspace:*', scope: 'development' },
      { name: 'c', requirement: '>=1 <3 || 4', scope: 'peer' },
    ]);
  });

  it.each([
    ['', 'is malformed: it is empty'],
    ['[]', 'is malformed: it is not an object'],
    ['{\n "dependencies": {\n  "a": "1",\n }\n}', 'is malformed: not valid from line 4 on'],
    ['{"dependencies": []}', 'dependencies is not an object'],
    ['{"devDependencies": {"a": 1}}', 'devDependencies: the version of a is not a text'],
  ])('%j %s', (text, message) => {
    expect(parsePackageJson(file(text)).problems).toEqual([{ path: 'package.json', message }]);
  });

  it('reads a byte order mark and Yarn\'s form of workspaces', () => {
    expect(parsePackageJson(file('\uFEFF{"workspaces":{"packages":["a","b/*"]}}'))).toMatchObject({ dependencies: [], problems: [], workspaces: ['a', 'b/*'] });
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const { problems, dependencies } = parsePackageJson({ path: 'p', text });
      const { lock } = parsePackageLock({ path: 'p', text });
      expect(Array.isArray(problems) && Array.isArray(dependencies)).toBe(true);
      expect(lock?.versionOf('__proto__', 'package.json') ?? null).toBeNull();
    }));
  });
});

describe('parsePackageLock', () => {
  const versionOf = (value: unknown, name: string, manifest = 'package.json') => parsePackageLock(file(value, 'package-lock.json')).lock?.versionOf(name, manifest);

  it('reads version 1, where dependencies are nested', () => {
    const lock = { lockfileVersion: 1, dependencies: { a: { version: '1.0.0', requires: { b: '^2' }, dependencies: { b: { version: '2.9.9' } } }, b: { version: '3.0.0' }, g: { version: 'git+ssh://git@host/g.git#abc' } } };
    expect([versionOf(lock, 'b'), versionOf(lock, 'g'), versionOf(lock, 'constructor')]).toEqual(['3.0.0', 'git+ssh://git@host/g.git#abc', null]);
  });

  it('reads version 2, which has both forms, from the newer one', () => {
    expect(versionOf({ lockfileVersion: 2, packages: { '': {}, 'node_modules/a': { version: '1.1.0' } }, dependencies: { a: { version: '1.0.0' } } }, 'a')).toBe('1.1.0');
  });

  it('looks as Node does: beside the asking manifest first, then above', () => {
    const lock = { lockfileVersion: 3, packages: { 'node_modules/@s/a': { version: '1.0.0' }, 'apps/x/node_modules/@s/a': { version: '2.0.0' }, 'apps/node_modules/b': { version: '5.0.0' } } };
    expect([versionOf(lock, '@s/a', 'apps/x/package.json'), versionOf(lock, '@s/a', 'apps/y/package.json'), versionOf(lock, 'b', 'apps/y/package.json'), versionOf(lock, 'b')]).toEqual(['2.0.0', '1.0.0', '5.0.0', null]);
  });

  it('names members, never what lies outside the workspace or in node_modules', () => {
    const packages = { '': {}, 'libs/a': {}, 'libs/a/node_modules/z': {}, '../outside': {}, 'node_modules/libs/b': {} };
    expect(parsePackageLock(file({ lockfileVersion: 3, packages }, 'package-lock.json')).lock!.members).toEqual(['libs/a']);
  });

  it('accepts the lock of a project without dependencies and refuses another kind of file', () => {
    expect(parsePackageLock(file({ lockfileVersion: 1 }, 'l')).problems).toEqual([]);
    expect(parsePackageLock(file({ hello: 1 }, 'l')).problems).toEqual([{ path: 'l', message: 'is malformed: it has neither packages nor dependencies' }]);
  });
});
