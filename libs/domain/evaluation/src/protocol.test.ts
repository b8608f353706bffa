import { describe, expect, it } from '@jest/globals';
import { inProtocol, isSourceFile } from './protocol.ts';

const extensions = new Set(['js', 'ts', 'py']);

describe('the files of a protocol', () => {
  it.each(['lib/reply.js', 'src/app.py', 'fastify.js', 'packages/core/latest.ts'])('src keeps %s', (path) => {
    expect(inProtocol(path, 'src', extensions)).toBe(true);
  });

  it.each(['test/reply.test.js', 'src/__tests__/a.ts', 'docs/conf.py', 'tests/test_app.py', 'types/index.d.ts', 'jest.config.js', '.github/x.js', 'build/a.js', 'lib/a.go', 'test-d/x.ts', 'src/conftest.py', 'testsuite/a.py'])('src leaves out %s', (path) => {
    expect(isSourceFile(path, extensions)).toBe(false);
  });

  it('all takes every text file but vendored, locked and minified ones', () => {
    expect(['README.md', 'test/a.test.js', 'docs/x.rst', 'package.json'].filter((path) => inProtocol(path, 'all', extensions))).toHaveLength(4);
    expect(['package-lock.json', 'dist/a.js', 'a.min.js', 'logo.png', 'node_modules/x/y.js', 'Makefile'].filter((path) => inProtocol(path, 'all', extensions))).toEqual([]);
  });
});
