import { showsContinuousIntegration } from './ci-evidence.ts';

describe('continuous integration', () => {
  it.each([
    '[![CI](https://github.com/a/b/actions/workflows/test.yml/badge.svg?branch=main)](https://github.com/a/b/actions)',
    '![build](https://github.com/a/b/workflows/Node%20CI/badge.svg)',
    '[![x](https://img.shields.io/github/actions/workflow/status/a/b/ci.yml)](y)',
    '.. image:: https://travis-ci.org/a/b.svg?branch=master',
    '[![pipeline](https://gitlab.com/a/b/badges/main/pipeline.svg)](z)',
    '<img src="https://circleci.com/gh/a/b.svg?style=shield">',
  ])('shows in a badge: %s', (readme) => expect(showsContinuousIntegration(`# Title\n\n${readme}\n`)).toBe(true));

  it.each(['.github/workflows/test.yml', '.travis.yml', '.gitlab-ci.yml', 'Jenkinsfile', 'azure-pipelines.yml'])('shows in a file: %s', (path) => expect(showsContinuousIntegration(null, ['README.md', path])).toBe(true));

  it('is unknown, not missing, where nothing shows it', () => {
    expect(showsContinuousIntegration(null)).toBeNull();
    expect(showsContinuousIntegration('# Title\n\n[![npm](https://img.shields.io/npm/v/x.svg)](y) Runs on every platform, see github.com/a/b/actions.', ['.github/FUNDING.yml', 'src/.travis.yml', '.github/workflows/notes.md'])).toBeNull();
  });

  it('is looked for in time that grows with the text only', () => {
    const started = performance.now();
    showsContinuousIntegration('/actions/workflows/'.repeat(100_000));
    showsContinuousIntegration('github.com/a/b/workflows/'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
