import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('Shell symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('shell'))).toEqual([
      '+variable VERSION', '+variable PATH_EXTRA', '+constant LIMIT', '+variable ITEMS', '+function hello', '+function build_all', '+function clean', '+function ll', '+function conditional',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('shell');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['hello', { line: 13, signature: 'hello()', doc: 'Says hello.', visibility: null, modifiers: [] }],
      ['ll', { line: 27, signature: 'alias ll=\'ls -l\'', doc: null, visibility: null, modifiers: ['alias'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('shell'))).toEqual([
      { module: './lib/common.sh', names: [], line: 4 },
      { module: '/etc/profile', names: [], line: 5 },
    ]);
  });
});
