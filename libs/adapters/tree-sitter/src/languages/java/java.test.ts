import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('Java symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('java'))).toEqual([
      '+class OrderBook', '+constant OrderBook.LIMIT', '-field OrderBook.first', '-field OrderBook.second', '+field OrderBook.orders', '+constructor OrderBook.OrderBook', '+method OrderBook.add',
      '-class OrderBook.add.Local', '-method OrderBook.add.Local.inside', '-method OrderBook.packageOnly', '-class OrderBook.Entry', '-field OrderBook.Entry.weight', '-enum OrderBook.State',
      '-enum-member OrderBook.State.OPEN', '-enum-member OrderBook.State.PAID', '-method OrderBook.State.PAID.label', '-method OrderBook.State.label', '-interface Store', '-constant Store.CAPACITY',
      '-method Store.close', '-method Store.size', '+class Point', '+field Point.x', '+field Point.y', '+constructor Point.Point', '-method Point.length', '-interface Service',
      '-method Service.value',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('java');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['OrderBook', { line: 9, signature: 'public class OrderBook<T extends Order> extends Base implements Store, Closeable', doc: 'Keeps orders.', visibility: 'public', modifiers: [] }],
      ['OrderBook.LIMIT', { line: 11, signature: 'public static final int LIMIT = 10;', doc: 'Most orders kept.', visibility: 'public', modifiers: ['static', 'final'] }],
      ['OrderBook.OrderBook', { line: 18, signature: 'public OrderBook(int size)', doc: 'Makes an empty book.', visibility: 'public', modifiers: [] }],
      ['OrderBook.add', { line: 25, signature: 'public synchronized boolean add(T order) throws FullException', doc: 'Adds one.', visibility: 'public', modifiers: ['synchronized'] }],
      ['OrderBook.State.OPEN', { line: 41, signature: 'OPEN', doc: 'Not yet paid.', visibility: null, modifiers: [] }],
      ['OrderBook.Entry', { line: 35, signature: 'static class Entry', doc: null, visibility: null, modifiers: ['static'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('java'))).toEqual([
      { module: 'java.util.List', names: ['List'], line: 3 },
      { module: 'java.util.concurrent', names: ['*'], line: 4 },
      { module: 'java.lang.Math.max', names: ['max'], line: 5 },
    ]);
  });
});
