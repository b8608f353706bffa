import { inCallScope, createLogger, NestLogger, StaticLiveConfig } from '../index.ts';
import { redactText, redactValue } from './redact.ts';

function capture(values: Record<string, unknown> = {}) {
  const lines: string[] = [];
  const config = StaticLiveConfig.of({ logging: { level: 'trace', ...values } });
  return { lines, config, logger: createLogger({ config, service: 'embedding', stream: { write: (line) => void lines.push(line) } }), last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

describe('redaction', () => {
  it('removes credentials from running text and leaves the rest', () => {
    expect(redactText('no NATS at nats://svc:p%40ss@broker:4222/x')).toBe('no NATS at nats://[redacted]@broker:4222/x');
    expect(redactText('postgres://u:p@h/db and https://github.com/o/r.git')).toBe('postgres://[redacted]@h/db and https://github.com/o/r.git');
    expect(redactText('Authorization: Bearer abc.def-ghi_123')).toBe('Authorization: Bearer [redacted]');
    expect(redactText('GET /v1?api_key=s3cret&q=1')).toBe('GET /v1?api_key=[redacted]&q=1');
    expect(redactText('basic facts, bearer of news, see user@example.com')).toBe('basic facts, bearer of news, see user@example.com');
  });

  it('removes values under secret names at any depth, but not counts of tokens', () => {
    expect(redactValue({ headers: { Authorization: 'x', 'x-api-key': 'y', accept: 'z' }, db: [{ password: 'p', apiKeys: ['k'] }], tokens: 12, token: 'abc', maxTokens: 5, secret: null })).toEqual({
      headers: { Authorization: '[redacted]', 'x-api-key': '[redacted]', accept: 'z' }, db: [{ password: '[redacted]', apiKeys: '[redacted]' }], tokens: 12, token: '[redacted]', maxTokens: 5, secret: null,
    });
  });

  it('keeps what an error says, its cause and its own facts', () => {
    const error = Object.assign(new Error('at redis://u:p@h', { cause: new Error('inner redis://u:p@h') }), { code: 'ECONNREFUSED', password: 'p' });
    const seen = redactValue(error) as Record<string, unknown>;
    expect(seen).toMatchObject({ message: 'at redis://[redacted]@h', code: 'ECONNREFUSED', password: '[redacted]', cause: { message: 'inner redis://[redacted]@h' } });
    expect(JSON.stringify(seen)).not.toContain('u:p');
  });

  it('bounds depth and length', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(redactValue(loop)).length).toBeLessThan(200);
    expect((redactValue(Array.from({ length: 5_000 }, () => 1)) as unknown[]).length).toBe(100);
    expect(redactValue(new Uint8Array(9))).toBe('[9 bytes]');
  });
});

describe('createLogger', () => {
  it('writes one object a line, with service, time and trace', () => {
    const { logger, last } = capture();
    inCallScope({ traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tenant: 'acme' }, () => logger.info({ files: 3 }, 'indexed'));
    expect(last()).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), service: 'embedding', trace_id: 'a'.repeat(32), span_id: expect.stringMatching(/^[0-9a-f]{16}$/), tenant: 'acme', files: 3, msg: 'indexed' });
    logger.info('outside');
    expect(last()).not.toHaveProperty('trace_id');
  });

  it('cleans messages and errors given as they are', () => {
    const { logger, lines } = capture();
    logger.warn('lost nats://u:pw@h');
    logger.error(new Error('lost nats://u:pw@h'));
    logger.error({ err: new Error('lost nats://u:pw@h') }, 'x');
    logger.info('connecting to %s', 'nats://u:pw@h');
    logger.info({ url: 'nats://u:pw@h' });
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toContain('pw');
    expect(JSON.parse(lines[1]!)).toMatchObject({ level: 'error', msg: 'lost nats://[redacted]@h', err: { type: 'Error', stack: expect.stringContaining('logging.test') } });
  });

  it('cleans what children carry', () => {
    const { logger, lines } = capture();
    logger.child({ password: 'pw1', url: 'nats://u:pw2@h' }).info('x');
    expect(lines.join('')).not.toMatch(/pw[12]/);
  });

  it('is readable in the pretty format', () => {
    const { logger, lines } = capture({ format: 'pretty' });
    logger.warn({ files: 3, err: new Error('boom') }, 'went wrong');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN  \[embedding\] went wrong files=3\n {4}Error: boom\n/);
  });

  it('carries what Nest says', () => {
    const { logger, last } = capture();
    const nest = new NestLogger(logger);
    nest.log('mapped', 'Router');
    expect(last()).toMatchObject({ level: 'debug', context: 'Router', msg: 'mapped' });
    nest.error('failed', 'Error: at x', 'Injector');
    expect(last()).toMatchObject({ level: 'error', context: 'Injector', stack: 'Error: at x', msg: 'failed' });
    nest.error(new Error('boom'));
    expect(last()).toMatchObject({ level: 'error', msg: 'boom' });
  });
});
