import { Semaphore } from './semaphore.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Semaphore', () => {
  it('lets so many begin, and the others in order', async () => {
    const places = new Semaphore(() => 2);
    const begun: number[] = [];
    for (let i = 0; i < 5; i++) void places.take().then(() => begun.push(i));
    await settled();
    expect([begun, places.waiting]).toEqual([[0, 1], 3]);
    places.giveBack();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    places.giveBack();
    places.giveBack();
    await settled();
    expect([begun, places.waiting]).toEqual([[0, 1, 2, 3, 4], 0]);
  });

  it('does not make those wait behind one that gave up', async () => {
    const places = new Semaphore(() => 1);
    const abort = new AbortController();
    await places.take();
    const gone = places.take(abort.signal).catch((error: Error) => error.message);
    const next = places.take();
    abort.abort(new Error('the caller went away'));
    expect(await gone).toBe('the caller went away');
    expect(places.waiting).toBe(1);
    places.giveBack();
    await next;
    await expect(places.take(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  it('follows a limit that changes', async () => {
    let most = 1;
    const places = new Semaphore(() => most);
    await places.take();
    const waiting = [places.take(), places.take()];
    most = 3;
    places.giveBack();
    await Promise.all(waiting);
    expect(places.waiting).toBe(0);
  });

  it('gives the place back when the work fails, and has one at least', async () => {
    const places = new Semaphore(() => 0);
    await expect(places.run(async () => { throw new Error('broken'); })).rejects.toThrow('broken');
    expect(await places.run(async () => 'next')).toBe('next');
  });
});
