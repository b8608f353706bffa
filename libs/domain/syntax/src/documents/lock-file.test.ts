import { analyzeText } from '../plain-text-analyzer.ts';
import { isLockFile } from './lock-file.ts';
import { decodeSource } from '../source-text.ts';

const analysed = (path: string, text: string) => analyzeText(path, decodeSource(Buffer.from(text))).chunks;
const found = (path: string, text: string) => analysed(path, text).filter(({ kind }) => kind === 'group').flatMap(({ text: words }) => words.split('\n').slice(1));

describe('lock files', () => {
  it.each<[string, string, string[]]>([
    ['package-lock.json', '{\n  "packages": {\n    "": {\n      "name": "app",\n      "version": "9.9.9",\n      "dependencies": {\n        "zod": "^4"\n      }\n    },\n    "node_modules/@a/b": {\n      "version": "1.2.3",\n      "integrity": "sha512-x",\n      "engines": {\n        "node": ">=18"\n      }\n    },\n    "node_modules/@a/b/node_modules/zod": {\n      "version": "4.0.0"\n    }\n  }\n}\n', ['@a/b 1.2.3', 'zod 4.0.0']],
    ['sub/yarn.lock', '# yarn lockfile v1\n\n"@a/b@^1.0.0", "@a/b@^1.2":\n  version "1.2.3"\n  resolved "https://example.com"\n\nzod@npm:^4:\n  version: 4.0.0\n', ['@a/b 1.2.3', 'zod 4.0.0']],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\n\npackages:\n\n  '@a/b@1.2.3':\n    resolution: {integrity: x}\n\n  zod@4.0.0:\n    resolution: {integrity: x}\n\nsnapshots:\n\n  zod@4.0.0: {}\n", ['@a/b 1.2.3', 'zod 4.0.0']],
    ['Cargo.lock', '[[package]]\nname = "serde"\nversion = "1.0.9"\ndependencies = [\n "serde_derive",\n]\n\n[[package]]\nname = "syn"\nversion = "2.0.1"\n', ['serde 1.0.9', 'syn 2.0.1']],
    ['uv.lock', 'version = 1\nrequires-python = ">=3.10"\n\n[[package]]\nname = "flask"\nversion = "3.1.0"\nsource = { registry = "x" }\n', ['flask 3.1.0']],
    ['go.sum', 'github.com/a/b v1.2.3 h1:abc=\ngithub.com/a/b v1.2.3/go.mod h1:abc=\ngolang.org/x/net v0.1.0 h1:x=\n', ['github.com/a/b 1.2.3', 'golang.org/x/net 0.1.0']],
    ['Gemfile.lock', 'GEM\n  specs:\n    rails (7.1.2)\n      actioncable (= 7.1.2)\n    rake (13.1.0)\n\nDEPENDENCIES\n  rails\n', ['rails 7.1.2', 'rake 13.1.0']],
    ['composer.lock', '{\n    "packages": [\n        {\n            "name": "symfony/http",\n            "version": "v6.4.0",\n            "require": {\n                "php": ">=8"\n            }\n        }\n    ]\n}\n', ['symfony/http v6.4.0']],
    ['Pipfile.lock', '{\n    "default": {\n        "flask": {\n            "hashes": [\n                "sha256:x"\n            ],\n            "version": "==3.0.0"\n        }\n    }\n}\n', ['flask 3.0.0']],
    ['bun.lock', '{\n  "packages": {\n    "@a/b": ["@a/b@1.2.3", "", {}, "sha512"],\n    "zod": ["zod@4.0.0", "", {}, "sha512"],\n  }\n}\n', ['@a/b 1.2.3', 'zod 4.0.0']],
    ['packages.lock.json', '{\n  "version": 1,\n  "dependencies": {\n    "net8.0": {\n      "Newtonsoft.Json": {\n        "type": "Direct",\n        "requested": "[13.0.1, )",\n        "resolved": "13.0.3"\n      }\n    }\n  }\n}\n', ['Newtonsoft.Json 13.0.3']],
    ['pubspec.lock', 'packages:\n  http:\n    dependency: "direct main"\n    source: hosted\n    version: "1.2.0"\n', ['http 1.2.0']],
    ['mix.lock', '%{\n  "plug": {:hex, :plug, "1.15.2", "x", [:mix], [], "hexpm", "y"},\n}\n', ['plug 1.15.2']],
  ])('%s: names and versions, nothing else of the entries', (path, text, expected) => {
    expect(found(path, text)).toEqual(expected);
  });

  it('are known by their name', () => {
    expect(['a/package-lock.json', 'Cargo.lock', 'go.sum', 'constructor', 'src/lock.ts'].map(isLockFile)).toEqual([true, true, true, false, false]);
  });

  it('cover every line once, in chunks of bounded length', () => {
    const text = `{\n  "packages": {\n${Array.from({ length: 300 }, (_, i) => `    "node_modules/package-${i}": {\n      "version": "1.0.${i}",\n      "resolved": "https://example.com/${i}.tgz",\n      "integrity": "sha512-${i}"\n    },\n`).join('')}  }\n}\n`;
    const chunks = analysed('package-lock.json', text);
    const lines = chunks.flatMap(({ startLine, endLine }) => Array.from({ length: endLine - startLine + 1 }, (_, i) => startLine + i));
    expect(lines).toEqual(Array.from({ length: 2 + 300 * 5 + 2 }, (_, i) => i + 1));
    expect(Math.max(...chunks.map(({ startLine, endLine }) => endLine - startLine + 1))).toBeLessThanOrEqual(38);
    expect(chunks.length).toBeLessThan(50);
  });

  it('of an unknown shape are documents like others', () => {
    expect(analysed('package-lock.json', '{"lockfileVersion": 3}\n').map(({ kind }) => kind)).not.toContain('group');
    expect(analysed('Cargo.lock', 'not a lock file\n')).toHaveLength(1);
  });
});
