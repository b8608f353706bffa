import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('PHP symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('php'))).toEqual([
      '+namespace Demo\\Shop', '+constant Demo\\Shop.LIMIT', '+constant GLOBAL_LIMIT', '-variable counter', '+class Demo\\Shop.OrderBook', '+constant Demo\\Shop.OrderBook.MAX',
      '-property Demo\\Shop.OrderBook.count', '+property Demo\\Shop.OrderBook.name', '+property Demo\\Shop.OrderBook.other', '+constructor Demo\\Shop.OrderBook.__construct',
      '-property Demo\\Shop.OrderBook.size', '+method Demo\\Shop.OrderBook.add', '-function Demo\\Shop.OrderBook.add.nested', '+method Demo\\Shop.OrderBook.draw',
      '-method Demo\\Shop.OrderBook.secret', '+method Demo\\Shop.OrderBook.open', '+interface Demo\\Shop.Store', '+constant Demo\\Shop.Store.KIND', '+method Demo\\Shop.Store.close',
      '+class Demo\\Shop.Logs', '+method Demo\\Shop.Logs.log', '+enum Demo\\Shop.State', '+enum-member Demo\\Shop.State.Open', '+enum-member Demo\\Shop.State.Paid', '+method Demo\\Shop.State.label',
      '+function Demo\\Shop.helper', '+function Demo\\Shop.late', '+function Demo\\Shop.short_tag',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('php');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['Demo\\Shop.OrderBook', { line: 21, signature: 'final class OrderBook extends Base implements Store, \\Countable', doc: 'Keeps orders.', visibility: null, modifiers: ['final'] }],
      ['Demo\\Shop.OrderBook.add', { line: 33, signature: 'public static function add(Order $order): bool', doc: 'Adds one.', visibility: 'public', modifiers: ['static'] }],
      ['Demo\\Shop.OrderBook.count', { line: 26, signature: 'private static int $count = 0;', doc: null, visibility: 'private', modifiers: ['static'] }],
      ['Demo\\Shop.OrderBook.size', { line: 29, signature: 'private readonly int $size', doc: null, visibility: 'private', modifiers: ['readonly'] }],
      ['Demo\\Shop.OrderBook.draw', { line: 40, signature: 'abstract protected function draw(): void;', doc: null, visibility: 'protected', modifiers: ['abstract'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('php'))).toEqual([
      { module: 'Demo\\Base\\Store', names: ['Store'], line: 7 },
      { module: 'Demo\\Base\\Item', names: ['Item'], line: 7 },
      { module: 'Demo\\helper', names: ['helper'], line: 8 },
      { module: 'Other\\Klass', names: ['Klass'], line: 9 },
      { module: '/boot.php', names: [], line: 11 },
    ]);
  });
});
