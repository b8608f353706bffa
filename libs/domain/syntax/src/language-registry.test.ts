import { detectLanguage } from './language-registry.ts';

describe('detectLanguage', () => {
  it.each([
    ['src/a.ts', 'typescript'], ['a.d.mts', 'typescript'], ['a.cts', 'typescript'], ['view/App.tsx', 'tsx'], ['a.jsx', 'javascript'], ['a.cjs', 'javascript'], ['A.JS', 'javascript'],
    ['a/b.pyi', 'python'], ['main.go', 'go'], ['README.md', 'markdown'], ['page.mdx', 'mdx'], ['a.yml', 'yaml'], ['Dockerfile', 'dockerfile'], ['docker/Dockerfile.dev', 'dockerfile'], ['src/dockerfile.parser.ts', 'typescript'],
    ['deploy/Makefile', 'makefile'], ['go.mod', 'gomod'], ['.gitignore', 'ignore'], ['LICENSE', 'text'], ['a.unknown', 'text'], ['constructor', 'text'], ['a.constructor', 'text'], ['.ts', 'text'], ['déjà vu/a b.py', 'python'],
  ])('%s is %s', (path, language) => expect(detectLanguage(path)).toBe(language));

  it.each([
    ['#!/bin/bash\n', 'shell'], ['#!/usr/bin/env node\n', 'javascript'], ['#!/usr/bin/env -S node --no-warnings\n', 'javascript'], ['#!/usr/bin/python3.12\r\nimport os', 'python'],
    ['#!/usr/bin/env DEBUG=1 tsx\n', 'typescript'], ['#!', 'text'], ['# not a shebang: python', 'text'], ['#!/opt/unheard-of\n', 'text'],
  ])('reads the first line of a file without extension: %j', (head, language) => expect(detectLanguage('bin/tool', head)).toBe(language));

  it('believes the extension more than the first line', () => expect(detectLanguage('a.py', '#!/bin/sh\n')).toBe('python'));
});
