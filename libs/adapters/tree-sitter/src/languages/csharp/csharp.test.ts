import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('C# symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('csharp'))).toEqual([
      '+namespace Demo.Shop', '+class Demo.Shop.OrderBook', '+constant Demo.Shop.OrderBook.Limit', '-field Demo.Shop.OrderBook.first', '-field Demo.Shop.OrderBook.second',
      '+property Demo.Shop.OrderBook.Changed', '+constructor Demo.Shop.OrderBook.OrderBook', '-method Demo.Shop.OrderBook.~OrderBook', '+method Demo.Shop.OrderBook.AddAsync',
      '-function Demo.Shop.OrderBook.AddAsync.Local', '+method Demo.Shop.OrderBook.Draw', '+property Demo.Shop.OrderBook.Name', '-method Demo.Shop.OrderBook.this',
      '+method Demo.Shop.OrderBook.operator +', '-method Demo.Shop.OrderBook.Close', '-class Demo.Shop.OrderBook.Entry', '-field Demo.Shop.OrderBook.Entry.Weight', '+interface Demo.Shop.IStore',
      '+method Demo.Shop.IStore.Close', '+property Demo.Shop.IStore.Size', '+enum Demo.Shop.State', '+enum-member Demo.Shop.State.Open', '+enum-member Demo.Shop.State.Paid',
      '+class Demo.Shop.Point', '+property Demo.Shop.Point.X', '+property Demo.Shop.Point.Y', '-class Demo.Shop.Pair', '-field Demo.Shop.Pair.A', '+type Demo.Shop.Handler',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('csharp');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['Demo.Shop.OrderBook', { line: 11, signature: 'public abstract partial class OrderBook<T> : Base, IStore where T : Order', doc: 'Keeps Order objects.\nOne a shop.', visibility: 'public', modifiers: ['abstract', 'partial'] }],
      ['Demo.Shop.OrderBook.OrderBook', { line: 18, signature: 'public OrderBook(int size) : base(size)', doc: 'Makes a book.', visibility: 'public', modifiers: [] }],
      ['Demo.Shop.OrderBook.AddAsync', { line: 23, signature: 'public async Task<bool> AddAsync(T order)', doc: 'Adds one.', visibility: 'public', modifiers: ['async'] }],
      ['Demo.Shop.OrderBook.Limit', { line: 13, signature: 'public const int Limit = 10;', doc: null, visibility: 'public', modifiers: ['const'] }],
      ['Demo.Shop.OrderBook.first', { line: 14, signature: 'private readonly int first, second = 2;', doc: null, visibility: 'private', modifiers: ['readonly'] }],
      ['Demo.Shop.OrderBook.second', { line: 14, signature: 'private readonly int first, second = 2;', doc: null, visibility: 'private', modifiers: ['readonly'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('csharp'))).toEqual([
      { module: 'System', names: ['*'], line: 1 },
      { module: 'System.Collections.Generic', names: ['*'], line: 2 },
      { module: 'Newtonsoft.Json', names: ['*'], line: 3 },
      { module: 'System.Math', names: ['*'], line: 4 },
    ]);
  });
});
