import { natsStatusLog } from './index.ts';

describe('natsStatusLog', () => {
  it('says at once that the server is away, then every ten seconds, and that it is back', () => {
    const lines: string[] = [];
    let now = 0;
    const write = (level: string) => (facts: object, message: string) => void lines.push(`${level} ${message} ${JSON.stringify(facts)}`);
    const log = natsStatusLog({ info: write('info'), warn: write('warn') }, () => now);
    for (now = 0; now <= 25_000; now += 500) log({ type: 'waiting', reason: 'nobody at x:1', nextTryMs: 500 });
    log({ type: 'connected', server: 'x:1' });
    log({ type: 'disconnected' });
    expect(lines).toEqual([
      'warn waiting for NATS: nobody at x:1 {"waitedS":0}',
      'warn waiting for NATS: nobody at x:1 {"waitedS":10}',
      'warn waiting for NATS: nobody at x:1 {"waitedS":20}',
      'info nats {"nats":{"type":"connected","server":"x:1"}}',
      'warn nats {"nats":{"type":"disconnected"}}',
    ]);
  });
});
