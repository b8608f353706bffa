import { closest, configSchema, describeIssues, mergeLayers, sharedLayer, sharedValues, unknownKeyHint, changedKeys, keepRestartKeys } from './index.ts';

describe('unknownKeyHint', () => {
  it.each([
    ['gatway', 'did you mean gateway?'],
    ['gateway.prot', 'did you mean gateway.port?'],
    ['gateway.rate-limit', 'did you mean gateway.rate_limit?'],
    ['ast_threshold', 'did you mean hybrid.ast_threshold?'],
    ['ast.ast_threshold', 'did you mean hybrid.ast_threshold?'],
    ['monitoring.alerts.latencies', 'did you mean monitoring.alerts.latency?'],
  ])('%s → %s', (key, hint) => expect(unknownKeyHint(key)).toBe(hint));

  it('lists what there is when nothing is near', () => {
    expect(unknownKeyHint('logging.colour')).toBe('logging has level, format');
  });
});

describe('describeIssues', () => {
  it('reports everything at once, and never repeats a value that may be secret', () => {
    const parsed = configSchema.safeParse({ gateway: { port: 'eighty', api_keys: ['swordfish'], x: 1 }, logging: { level: 'loud' }, hybrid: 7, ast: { parallel_workers: 1.5 } });
    const problems = describeIssues(parsed.error!);
    expect(problems.map(({ at, message }) => `${at.join('.')} ${message}`).sort()).toEqual([
      'ast.parallel_workers is not a whole number',
      "gateway.api_keys.0 must be sha256: and the 64 lower-case hex digits of the key's SHA-256, never the key itself",
      'gateway.port is not a number',
      'gateway.x unknown key',
      'hybrid is not a section',
      'logging.level is not one of the values it may have',
    ]);
    expect(problems.find(({ at }) => at[1] === 'port')!.hint).toBe('write whole number 0 to 65535; default 3000');
    expect(problems.find(({ at }) => at[1] === 'level')!.hint).toBe('write one of trace | debug | info | warn | error | silent; default "info"');
    expect(JSON.stringify(problems)).not.toContain('swordfish');
  });
});

describe('mergeLayers', () => {
  it('lets later layers win, replaces lists, ignores empty keys, and keeps __proto__ an ordinary key', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, unknown>;
    const merged = mergeLayers({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] }, d: null }, hostile);
    expect(JSON.parse(JSON.stringify(merged))).toEqual(JSON.parse('{"a":{"b":1,"c":[3]},"d":1,"__proto__":{"polluted":true}}'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(configSchema.safeParse(merged).success).toBe(false);
  });
});

describe('sharing and restarting', () => {
  const before = configSchema.parse({});
  const after = configSchema.parse({ gateway: { port: 4000, max_in_flight: 5 }, nats: { servers: ['nats://x'] }, hybrid: { ast_threshold: 0.5 } });

  it('applies what can change at run time and keeps the rest', () => {
    expect(changedKeys(before, after).map(({ path }) => path)).toEqual(['gateway.port', 'gateway.max_in_flight', 'hybrid.ast_threshold', 'nats.servers']);
    const kept = keepRestartKeys(before, after);
    expect([kept.gateway.port, kept.nats.servers, kept.hybrid.ast_threshold, kept.gateway.max_in_flight]).toEqual([3000, ['nats://127.0.0.1:4222'], 0.5, 5]);
  });

  it('shares neither ports nor addresses nor what only one process may know, and takes none of them', () => {
    const shared = sharedValues(configSchema.parse({ monitoring: { alerts: { webhooks: [{ url: 'https://hooks.example/secret' }] } } }));
    expect(Object.keys(shared)).toEqual(expect.arrayContaining(['hybrid.ast_threshold', 'gateway.api_keys', 'logging.level']));
    for (const key of ['data_dir', 'gateway.port', 'nats.servers', 'database.url', 'monitoring.alerts.webhooks']) expect(shared).not.toHaveProperty([key]);
    expect(JSON.parse(JSON.stringify(sharedLayer({ 'gateway.port': 1, 'hybrid.ast_threshold': 0.1, 'of.a.newer.release': 1 })))).toEqual({ hybrid: { ast_threshold: 0.1 } });
  });
});

describe('closest', () => {
  it('forgives a swap, a missing letter and case, but does not guess wildly', () => {
    expect(closest('lebel', ['level', 'format'])).toBe('level');
    expect(closest('FROMAT', ['level', 'format'])).toBe('format');
    expect(closest('banana', ['level', 'format'])).toBeNull();
  });
});
