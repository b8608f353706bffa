import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('Ruby symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('ruby'))).toEqual([
      '+module Shop', '+constant Shop.LIMIT', '+class Shop.OrderBook', '+accessor Shop.OrderBook.name', '+accessor Shop.OrderBook.size', '+accessor Shop.OrderBook.weight',
      '+constant Shop.OrderBook.KINDS', '+constructor Shop.OrderBook.initialize', '+method Shop.OrderBook.create', '+method Shop.OrderBook.add!', '+method Shop.OrderBook.==',
      '+method Shop.OrderBook.plus', '+method Shop.OrderBook.minus', '+method Shop.OrderBook.open', '-method Shop.OrderBook.hidden', '+method Shop.OrderBook.shown', '-method Shop.OrderBook.secret',
      '+method Shop.OrderBook.made', '+class Shop.Error', '+class Shop.Point', '+method Shop.Point.length', '+class Shop.Late', '+method Shop.Late.run', '+function top_level',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('ruby');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['Shop', { line: 5, signature: 'module Shop', doc: 'Keeps orders.', visibility: null, modifiers: [] }],
      ['Shop.OrderBook', { line: 9, signature: 'class OrderBook < Base', doc: 'One book.', visibility: null, modifiers: [] }],
      ['Shop.OrderBook.create', { line: 21, signature: 'def self.create(name)', doc: 'Makes one.', visibility: 'public', modifiers: ['static'] }],
      ['Shop.OrderBook.plus', { line: 28, signature: 'alias_method :plus, :add!', doc: null, visibility: 'public', modifiers: ['alias'] }],
      ['Shop.OrderBook.minus', { line: 29, signature: 'alias minus add!', doc: null, visibility: null, modifiers: ['alias'] }],
      ['Shop.OrderBook.open', { line: 32, signature: 'def open', doc: null, visibility: 'public', modifiers: ['static'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('ruby'))).toEqual([
      { module: 'json', names: [], line: 1 },
      { module: '../lib/base', names: [], line: 2 },
    ]);
  });
});
