import fc from 'fast-check';
import { assertMayListen } from './listen-policy.ts';
import { jsonDepth } from './json-guard.ts';
import { isLoopbackAddress } from './loopback.ts';
import { RateLimiter } from './rate-limit.ts';
import { assertMayRegister } from './registration-policy.ts';

describe('assertMayListen', () => {
  it.each(['127.0.0.1', 'localhost', '::1', '127.0.0.2'])('lets %s listen without keys', (host) => {
    expect(() => assertMayListen({ host, api_keys: [] })).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '192.168.0.2', 'gateway', '127.0.0.1.example'])('refuses %s without keys and says what to set', (host) => {
    expect(() => assertMayListen({ host, api_keys: [] })).toThrow(/gateway\.api_keys.*TWINMCP_GATEWAY__API_KEYS.*sha256:/);
    expect(() => assertMayListen({ host, api_keys: ['sha256:00'] })).not.toThrow();
  });
});

describe('isLoopbackAddress', () => {
  it('knows IPv4 in IPv6 clothes', () => {
    expect(['::ffff:127.0.0.1', '127.8.8.8', '::1'].every(isLoopbackAddress)).toBe(true);
    expect(['::ffff:10.0.0.1', '::2', '10.0.0.1', '', undefined, '127.0.0.1x'].some(isLoopbackAddress)).toBe(false);
  });
});

describe('assertMayRegister', () => {
  const remote = { local: false, keyId: 'abcd1234' };
  const local = { local: true, keyId: null };
  const git = (url: string) => ({ kind: 'git' as const, url, ref: 'HEAD' });

  it('keeps directories and local git paths to callers on this machine', () => {
    for (const source of [{ kind: 'directory' as const, root: '/etc' }, git('/srv/repo'), git('file:///srv/repo'), git('../repo')]) {
      expect(() => assertMayRegister(source, remote)).toThrow();
      expect(() => assertMayRegister(source, local)).not.toThrow();
    }
  });

  it('lets everyone name a network repository', () => {
    for (const url of ['https://host/x.git', 'ssh://git@host/x.git', 'git@host:x/y.git']) expect(() => assertMayRegister(git(url), remote)).not.toThrow();
    expect(() => assertMayRegister(git('http://169.254.169.254/latest'), remote)).toThrow();
  });

  it('refuses transports that run commands, to everyone', () => {
    for (const url of ['ext::sh -c whoami', 'EXT::sh', 'fd::17', '--upload-pack=whoami', 'my-helper::x']) expect(() => assertMayRegister(git(url), local)).toThrow(/runs? commands/);
    expect(() => assertMayRegister({ kind: 'git', url: 'https://host/x.git', ref: '--output=/etc/passwd' }, local)).toThrow(/dash/);
  });
});

describe('jsonDepth', () => {
  const depthOf = (value: unknown): number => (typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0);

  it('agrees with the parsed value for any JSON, brackets in strings included', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => jsonDepth(JSON.stringify(value)) === depthOf(value)));
    expect(jsonDepth('{"[[[\\"[":"]]\\\\"}')).toBe(1);
  });

  it('stops at the limit instead of reading on', () => {
    expect(jsonDepth('['.repeat(1_000_000), 64)).toBe(65);
  });
});

describe('RateLimiter', () => {
  it('gives the burst at once, then the rate, a caller each', () => {
    let now = 0;
    const limiter = new RateLimiter({ now: () => now });
    const limit = { ratePerSecond: 2, burst: 3 };
    expect([1, 2, 3].map(() => limiter.take('a', limit))).toEqual([0, 0, 0]);
    expect(limiter.take('a', limit)).toBeCloseTo(0.5);
    expect(limiter.take('b', limit)).toBe(0);
    now = 500;
    expect(limiter.take('a', limit)).toBe(0);
    expect(limiter.take('a', limit)).toBeGreaterThan(0);
    expect(limiter.take('a', { ratePerSecond: 0, burst: 1 })).toBe(0);
  });
});
