import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('Scala symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('scala'))).toEqual([
      '+class OrderBook', '+property OrderBook.size', '-property OrderBook.weight', '+property OrderBook.Limit', '-property OrderBook.count', '+property OrderBook.a', '+property OrderBook.b',
      '+type OrderBook.Item', '+constructor OrderBook.this', '+method OrderBook.add', '-function OrderBook.add.helper', '+method OrderBook.hidden', '+method OrderBook.abstractOne',
      '+interface Store', '+method Store.close', '+module OrderBook', '+method OrderBook.apply', '+property OrderBook.ordering', '+class Point', '+property Point.x', '+property Point.y',
      '+enum Color', '+enum-member Color.Red', '+enum-member Color.Green', '+enum-member Color.Custom', '+constant intOrd', '+method intOrd.compare', '+function shout', '+function topLevel',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('scala');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['OrderBook', { line: 8, signature: 'abstract class OrderBook[T](val size: Int, private var weight: Double, plain: String) extends Base with Store', doc: 'Keeps orders.', visibility: null, modifiers: ['abstract'] }],
      ['OrderBook.Limit', { line: 10, signature: 'val Limit: Int = 10', doc: 'Most orders.', visibility: null, modifiers: [] }],
      ['OrderBook.add', { line: 18, signature: 'override def add(order: T): Boolean', doc: 'Adds one.', visibility: null, modifiers: ['override'] }],
      ['OrderBook.a', { line: 12, signature: 'lazy val (a, b) = (1, 2)', doc: null, visibility: null, modifiers: ['lazy'] }],
      ['OrderBook.b', { line: 12, signature: 'lazy val (a, b) = (1, 2)', doc: null, visibility: null, modifiers: ['lazy'] }],
      ['Store', { line: 28, signature: 'sealed trait Store', doc: null, visibility: null, modifiers: ['trait', 'sealed'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('scala'))).toEqual([
      { module: 'scala.collection.mutable', names: ['Map', 'Set'], line: 3 },
      { module: 'java.util', names: ['*'], line: 4 },
    ]);
  });
});
