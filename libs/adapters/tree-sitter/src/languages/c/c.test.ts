import { importedBy } from '../../test-support/link-listing.ts';
import { analyzeSample, outlineOf } from '../../test-support/sample-analysis.ts';

describe('C symbols', () => {
  it('are qualified, with what other files can use marked', async () => {
    expect(outlineOf(await analyzeSample('c'))).toEqual([
      '+constant MAX_ORDERS', '+function SQUARE', '+function LIST_OF', '+class order', '+field order.value', '+field order.next', '+field order.paid', '+field order.flags', '+field order.compare',
      '+field order.inner', '+class point_t', '+field point_t.x', '+field point_t.y', '+type order_t', '+type handler', '+enum color', '+enum-member color.RED', '+enum-member color.GREEN',
      '+class number', '+field number.whole', '+field number.real', '-constant limit', '-variable limits', '+variable shared_count', '+variable settings', '+field settings.port', '+variable table',
      '+variable callback', '+function declared_only', '+function exported_one', '-function add', '+function name_of', '+function old_style', '+variable orders', '+function close_it',
      '+function Shop.AddsOrders',
    ]);
  });

  it('carry line, signature, doc comment, visibility and modifiers', async () => {
    const { symbols } = await analyzeSample('c');
    const found = symbols.map(({ qualifiedName, nameRange, signature, doc, visibility, modifiers }) => [qualifiedName, { line: nameRange.startLine, signature, doc, visibility, modifiers }]);
    expect(found).toEqual(expect.arrayContaining([
      ['order', { line: 11, signature: 'struct order', doc: 'One order.', visibility: null, modifiers: ['struct'] }],
      ['add', { line: 38, signature: 'static inline int add(int a, int b)', doc: 'Adds two numbers.', visibility: null, modifiers: ['static', 'inline'] }],
      ['MAX_ORDERS', { line: 6, signature: '#define MAX_ORDERS 10', doc: null, visibility: null, modifiers: ['macro'] }],
      ['SQUARE', { line: 7, signature: '#define SQUARE(x) ((x) * (x))', doc: null, visibility: null, modifiers: ['macro'] }],
      ['LIST_OF', { line: 8, signature: '#define LIST_OF(type, name) struct type *name; int name##_count', doc: null, visibility: null, modifiers: ['macro'] }],
    ]));
  });

  it('come with the imports of the file', async () => {
    expect(importedBy(await analyzeSample('c'))).toEqual([
      { module: 'stdio.h', names: [], line: 3 },
      { module: 'shop/base.h', names: [], line: 4 },
    ]);
  });
});
