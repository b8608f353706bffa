import { Turns } from './turns.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('lets so many begin, and the others in order', async () => {
    const turns = new Turns(() => 2);
    const begun: number[] = [];
    for (let i = 0; i < 5; i++) void turns.take().then(() => begun.push(i));
    await settled();
    expect([begun, turns.waiting]).toEqual([[0, 1], 3]);
    turns.giveBack();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    turns.giveBack();
    turns.giveBack();
    await settled();
    expect([begun, turns.waiting]).toEqual([[0, 1, 2, 3, 4], 0]);
  });

  it('does not make those wait behind one that gave up', async () => {
    const turns = new Turns(() => 1);
    const abort = new AbortController();
    await turns.take();
    const gone = turns.take(abort.signal).catch((error: Error) => error.message);
    const next = turns.take();
    abort.abort(new Error('the caller went away'));
    expect(await gone).toBe('the caller went away');
    expect(turns.waiting).toBe(1);
    turns.giveBack();
    await next;
    await expect(turns.take(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  it('follows a limit that changes', async () => {
    let most = 1;
    const turns = new Turns(() => most);
    await turns.take();
    const waiting = [turns.take(), turns.take()];
    most = 3;
    turns.giveBack();
    await Promise.all(waiting);
    expect(turns.waiting).toBe(0);
  });
});
