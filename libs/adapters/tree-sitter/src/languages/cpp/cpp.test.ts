import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('C++ symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('cpp'))).toEqual([
      '+namespace engine', '+namespace engine.core', '+constant engine.core.kLimit', '+class engine.core.Part', '-field engine.core.Part.hidden_', '+constructor engine.core.Part.Part',
      '+method engine.core.Part.~Part', '+method engine.core.Part.value', '+method engine.core.Part.make', '+method engine.core.Part.operator==', '+method engine.core.Part.operator bool',
      '+field engine.core.Part.first', '+field engine.core.Part.second', '+type engine.core.Part.Item', '+class engine.core.Part.Inner', '+field engine.core.Part.Inner.depth',
      '+method engine.core.Part.draw', '-method engine.core.Part.secret', '+method engine.core.Part.value', '-class engine.core.Part.value.Local', '-field engine.core.Part.value.Local.x',
      '+enum engine.core.Mode', '+enum-member engine.core.Mode.Off', '+enum-member engine.core.Mode.On', '+class engine.core.Bits', '+field engine.core.Bits.word', '+field engine.core.Bits.real',
      '-function fileOnly', '+namespace engine', '+method engine.core.Machine.run', '+constructor engine.core.Machine.Machine', '+method engine.core.Machine.~Machine', '-variable engine.counter',
      '+function engine.exported_symbol', '+type Small', '+type Numbers', '+function main',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('cpp');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['engine.core.Part', { line: 10, signature: 'template <typename T> class Part : public Base<T>', doc: 'Base of all parts.', visibility: null, modifiers: [] }],
      ['engine.core.Part.Part', { line: 15, signature: 'explicit Part(int size)', doc: 'Makes a part.', visibility: 'public', modifiers: ['explicit'] }],
      ['engine.core.kLimit', { line: 6, signature: 'constexpr int kLimit = 4;', doc: null, visibility: null, modifiers: ['constexpr'] }],
      ['engine.core.Part.~Part', { line: 16, signature: 'virtual ~Part() = default;', doc: null, visibility: 'public', modifiers: ['virtual'] }],
      ['engine.core.Part.make', { line: 19, signature: 'static Part make();', doc: null, visibility: 'public', modifiers: ['static'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('cpp'))).toEqual([
      { module: 'vector', names: [], line: 1 },
      { module: 'engine/part.h', names: [], line: 2 },
    ]);
  });
});
