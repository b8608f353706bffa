import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('Rust symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('rust'))).toEqual([
      '+constant MAX_SIDES', '-variable COUNT', '+type Pair', '+class Shape', '+field Shape.sides', '-field Shape.weight', '-class Unit', '+class Wrapper', '+enum Color', '+enum-member Color.Red',
      '+enum-member Color.Rgb', '+field Color.Rgb.r', '+field Color.Rgb.g', '+enum-member Color.Named', '+interface Area', '+constant Area.UNIT', '+type Area.Output', '+method Area.area',
      '+method Area.twice', '+method Shape.new', '-function Shape.new.helper', '-method Shape.inner', '-method Shape.hidden', '+constant Shape.UNIT', '+type Shape.Output', '+method Shape.area',
      '+module nested', '+function nested.open', '-function nested.closed', '+class nested.Deep', '+method nested.Deep.dive', '+function square', '+function abs', '+class Bits', '-field Bits.word',
      '-field Bits.float', '-module tests', '-function tests.squares',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('rust');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['MAX_SIDES', { line: 8, signature: 'pub const MAX_SIDES: usize = 12;', doc: 'Most sides of a shape.', visibility: 'public', modifiers: [] }],
      ['Shape', { line: 16, signature: 'pub struct Shape<T>', doc: 'A shape.\n\nWith sides.', visibility: 'public', modifiers: ['struct'] }],
      ['Shape.sides', { line: 18, signature: 'pub sides: usize', doc: 'How many.', visibility: 'public', modifiers: [] }],
      ['Color.Red', { line: 27, signature: 'Red', doc: 'Warm.', visibility: null, modifiers: [] }],
      ['Shape.new', { line: 41, signature: 'pub async fn new(sides: usize, weight: T) -> Self', doc: 'Makes one.', visibility: 'public', modifiers: ['async'] }],
      ['COUNT', { line: 9, signature: 'static mut COUNT: u32 = 0;', doc: null, visibility: null, modifiers: ['static', 'mut'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('rust'))).toEqual([
      { module: 'std::collections', names: ['HashMap'], line: 3 },
      { module: 'std::collections::hash_map', names: ['*', 'Entry'], line: 3 },
      { module: 'crate::io', names: ['*'], line: 4 },
      { module: 'serde', names: ['*'], line: 5 },
    ]);
  });
});
