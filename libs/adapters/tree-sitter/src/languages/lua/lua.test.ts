import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('Lua symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('lua'))).toEqual([
      '-variable M', '+field M.version', '+constant LIMIT', '+method M.add', '-function M.add.inner', '+method M.run', '-function hidden', '+function global_one', '+method M.handler',
      '-function cb', '-variable Class', '-method Class.method',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('lua');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['M.add', { line: 10, signature: 'function M.add(a, b)', doc: 'Adds two numbers.\n@param a first', visibility: null, modifiers: [] }],
      ['M', { line: 4, signature: 'local M = {}', doc: null, visibility: null, modifiers: ['local'] }],
      ['M.add.inner', { line: 11, signature: 'local function inner()', doc: null, visibility: null, modifiers: ['local'] }],
      ['hidden', { line: 16, signature: 'local function hidden()', doc: null, visibility: null, modifiers: ['local'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('lua'))).toEqual([
      { module: 'cjson', names: ['*'], line: 1 },
      { module: 'app.util', names: ['*'], line: 2 },
    ]);
  });
});
