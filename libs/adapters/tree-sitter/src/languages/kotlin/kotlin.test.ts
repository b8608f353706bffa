import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('Kotlin symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('kotlin'))).toEqual([
      '+constant LIMIT', '-variable counter', '+constant shout', '+class OrderBook', '+property OrderBook.size', '-property OrderBook.weight', '+property OrderBook.count',
      '+constructor OrderBook.constructor', '+method OrderBook.add', '-function OrderBook.add.helper', '+method OrderBook.hidden', '-method OrderBook.secret', '+method OrderBook.draw',
      '+constant OrderBook.NAME', '+method OrderBook.create', '+class OrderBook.Entry', '+property OrderBook.Entry.weight', '+interface Store', '+method Store.close', '+property Store.open',
      '+enum State', '+property State.label', '+enum-member State.OPEN', '+enum-member State.PAID', '+method State.PAID.text', '+method State.text', '+class Registry', '+method Registry.close',
      '+class Point', '+property Point.x', '+property Point.y', '+type Handler', '+function also2', '+class Service',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('kotlin');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['OrderBook', { line: 15, signature: 'abstract class OrderBook<T : Order>(val size: Int, private var weight: Double, plain: String) : Base(size), Store', doc: 'Keeps orders.', visibility: null, modifiers: ['abstract'] }],
      ['OrderBook.count', { line: 17, signature: 'var count = 0 private set', doc: 'How many.', visibility: null, modifiers: [] }],
      ['OrderBook.add', { line: 25, signature: 'override suspend fun add(order: T): Boolean', doc: 'Adds one.', visibility: null, modifiers: ['override', 'suspend'] }],
      ['LIMIT', { line: 7, signature: 'const val LIMIT = 10', doc: null, visibility: null, modifiers: ['const'] }],
      ['OrderBook.draw', { line: 33, signature: 'abstract fun draw()', doc: null, visibility: null, modifiers: ['abstract'] }],
      ['OrderBook.NAME', { line: 36, signature: 'const val NAME = "book"', doc: null, visibility: null, modifiers: ['static', 'const'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('kotlin'))).toEqual([
      { module: 'java.util', names: ['UUID'], line: 3 },
      { module: 'kotlin.math', names: ['*'], line: 4 },
      { module: 'a.b', names: ['C'], line: 5 },
    ]);
  });
});
