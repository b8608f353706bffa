import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import { AlertBook } from './alert-book.ts';

const degraded = (at: number, message = 'probeRecall is 0.1, below 0.3') => ({ workspaceId: 'demo', at, model: 'm', findings: [{ metric: 'probeRecall' as const, kind: 'threshold' as const, value: 0.1, against: 0.3, message }] });
const recovered = (at: number) => ({ workspaceId: 'demo', at, model: 'm' });

describe('the book of alerts', () => {
  it('keeps an alert from its first event to the one that takes it back, for every replica', async () => {
    const kv = new MemoryKeyValueStore();
    const [one, other] = [new AlertBook(kv), new AlertBook(kv)];
    expect(await one.active()).toEqual([]);
    await Promise.all([one.raise(degraded(10)), other.raise(degraded(10))]);
    await other.raise(degraded(20, 'worse'));
    expect(await one.active()).toEqual([{ kind: 'vector-quality', workspaceId: 'demo', since: 10, at: 20, messages: ['worse'] }]);
    await Promise.all([one.clear(recovered(30)), other.clear(recovered(30))]);
    expect(await one.active()).toEqual([]);
  });

  it('takes no old event for news', async () => {
    const book = new AlertBook(new MemoryKeyValueStore());
    await book.raise(degraded(20));
    await book.raise(degraded(10, 'late'));
    await book.clear(recovered(15));
    expect(await book.active()).toMatchObject([{ at: 20, messages: ['probeRecall is 0.1, below 0.3'] }]);
  });

  it('does not fail when what is stored cannot be read', async () => {
    const kv = new MemoryKeyValueStore();
    await kv.put('alerts', 'vector-quality.demo', { nonsense: true });
    const book = new AlertBook(kv);
    expect(await book.active()).toEqual([]);
    await book.raise(degraded(5));
    expect(await book.active()).toHaveLength(1);
  });
});
