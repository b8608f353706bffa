import { parseGoMod, parseGoWork } from '../index.ts';

const parse = (text: string) => parseGoMod({ path: 'go.mod', text });

describe('parseGoMod', () => {
  it('takes direct requirements in both forms and leaves indirect ones', () => {
    const text = '// the module\nmodule example.com/m\n\ngo 1.24.0\ntoolchain go1.24.1\n\nrequire github.com/a/a v1.0.0\nrequire (\n\tgithub.com/b/b/v2 v2.3.4 // a comment\n\t"quoted.example/c" v0.0.0-20240101000000-abcdefabcdef\n\tgithub.com/i/i v1.0.0 // indirect\n)\nexclude github.com/a/a v0.9.0\nretract v1.0.1\n';
    expect(parse(text)).toEqual({ problems: [], module: 'example.com/m', indirect: [{ name: 'github.com/i/i', version: 'v1.0.0' }], dependencies: [['github.com/a/a', 'v1.0.0'], ['github.com/b/b/v2', 'v2.3.4'], ['quoted.example/c', 'v0.0.0-20240101000000-abcdefabcdef']].map(([name, version]) => ({ name, requirement: version, version, scope: 'runtime' })) });
  });

  it('follows replacements: of every version, of one version, by a folder', () => {
    const text = 'module m\nrequire (\n\ta.example/a v1.0.0\n\tb.example/b v1.0.0\n\tc.example/c v1.0.0\n\td.example/d v1.0.0\n)\nreplace (\n\ta.example/a => fork.example/a v1.5.0\n\tb.example/b v9.9.9 => fork.example/b v1.5.0\n)\nreplace c.example/c => ../c\nreplace d.example/d v1.0.0 => d.example/d v1.0.1\n';
    expect(parse(text).dependencies.map(({ name, version }) => [name, version])).toEqual([['a.example/a', 'v1.5.0'], ['b.example/b', 'v1.0.0'], ['c.example/c', undefined], ['d.example/d', 'v1.0.1']]);
  });

  it.each([
    ['require (\n\ta.example/a v1.0.0\n', 'is malformed: its syntax is not valid'],
    ['require a.example/a\n', 'line 1 is not a requirement'],
    ['<<<<<<< HEAD\nrequire a.example/a v1.0.0\n=======\n>>>>>>> b\n', 'has unresolved merge conflict markers (line 1)'],
  ])('%j %s', (text, message) => expect(parse(text).problems).toEqual([{ path: 'go.mod', message }]));
});

describe('parseGoWork', () => {
  it('gives the folders inside the workspace', () => {
    expect(parseGoWork({ path: 'go.work', text: 'go 1.24\nuse ./a\nuse (\n\t.\n\t./b/c\n\t../outside\n)\n' }).folders).toEqual(['a', '', 'b/c']);
  });
});
