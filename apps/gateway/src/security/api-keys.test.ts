import { createHash } from 'node:crypto';
import { checkApiKey } from './api-keys.ts';

const hash = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;

describe('checkApiKey', () => {
  it('asks for nothing when no key is configured', () => {
    expect(checkApiKey(undefined, [])).toEqual({ ok: true, keyId: null });
  });

  it('accepts each configured key and names it by the start of its hash', () => {
    const hashes = [hash('first'), hash('second')];
    for (const key of ['first', 'second']) expect(checkApiKey(`Bearer ${key}`, hashes)).toEqual({ ok: true, keyId: hash(key).slice(7, 15) });
    expect(checkApiKey('bearer second', hashes).ok).toBe(true);
  });

  it.each([[undefined], [''], ['Bearer '], ['Basic Zmlyc3Q='], ['Bearer first extra'], ['Bearer firs'], ['Bearer firstt'], [`Bearer ${hash('first')}`], ['Bearer first\u0000']])('refuses %j', (header) => {
    expect(checkApiKey(header, [hash('first')])).toMatchObject({ ok: false, reason: expect.any(String) });
  });
});
