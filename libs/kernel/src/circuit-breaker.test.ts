import { CircuitBreaker } from './index.ts';

it('opens after failures in a row, tries one call, doubles its wait, closes on success', () => {
  let now = 0;
  const breaker = new CircuitBreaker({ failures: 3, openMs: 100, maxOpenMs: 300 }, { now: () => now });
  const fail = (times: number) => Array.from({ length: times }, () => (expect(breaker.enter()).toBe(0), breaker.failed()));
  fail(2);
  breaker.succeeded();
  fail(2);
  expect(breaker.state).toBe('closed');
  fail(1);
  expect([breaker.state, breaker.enter()]).toEqual(['open', 100]);
  breaker.failed(); // was under way already
  now = 60;
  expect(breaker.enter()).toBe(40);
  for (const wait of [200, 300, 300]) {
    now += 1_000;
    expect(breaker.state).toBe('half-open');
    expect(breaker.enter()).toBe(0);
    expect(breaker.enter()).toBeGreaterThan(0); // one at a time
    breaker.failed();
    expect([breaker.state, breaker.enter()]).toEqual(['open', wait]);
  }
  now += 1_000;
  expect(breaker.enter()).toBe(0);
  breaker.unknown(); // the caller went away: the next may try
  expect(breaker.enter()).toBe(0);
  breaker.succeeded();
  expect([breaker.state, breaker.enter(), breaker.enter()]).toEqual(['closed', 0, 0]);
});
