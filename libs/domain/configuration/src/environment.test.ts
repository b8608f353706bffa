import { environmentLayer } from './index.ts';

describe('environmentLayer', () => {
  it('reads keys in the types the schema wants', () => {
    const { values, problems } = environmentLayer({
      TWINMCP_GATEWAY__PORT: '8080',
      TWINMCP_GATEWAY__RATE_LIMIT__BURST: '7',
      TWINMCP_HYBRID__MAX_ANALYSIS_TIME: '3s',
      TWINMCP_NATS__SERVERS: 'nats://a:4222, nats://b:4222',
      TWINMCP_MONITORING__ALERTS__PREDICTION__ENABLED: 'false',
      TWINMCP_MONITORING__ALERTS__WEBHOOKS: '[{"url":"https://x.example"}]',
      TWINMCP_QDRANT__API_KEY: '12345',
      PATH: '/bin',
    });
    expect(problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(values))).toEqual({
      gateway: { port: 8080, rate_limit: { burst: 7 } },
      hybrid: { max_analysis_time: '3s' },
      nats: { servers: ['nats://a:4222', 'nats://b:4222'] },
      monitoring: { alerts: { prediction: { enabled: false }, webhooks: [{ url: 'https://x.example' }] } },
      qdrant: { api_key: '12345' },
    });
  });

  it('knows the usual names of stores, and lets its own win', () => {
    const { values, origins } = environmentLayer({ TWINMCP_REDIS__URL: 'redis://own', REDIS_URL: 'redis://usual', QDRANT_URL: 'http://q:6333', NATS_URL: 'nats://n:4222', DATABASE_URL: 'postgres://d/x' });
    expect(values).toMatchObject({ redis: { url: 'redis://own' }, qdrant: { url: 'http://q:6333' }, nats: { servers: ['nats://n:4222'] }, database: { url: 'postgres://d/x' } });
    expect(origins.get('redis.url')).toBe('TWINMCP_REDIS__URL');
    expect(origins.get('qdrant.url')).toBe('QDRANT_URL');
  });

  it('names a mistyped variable and what it should be', () => {
    const { problems } = environmentLayer({ TWINMCP_GATEWAY_PORT: '8080', TWINMCP_LOGGING__LEVLE: 'debug' });
    expect(problems.map(({ key, hint }) => [key, hint.split('?')[0]])).toEqual([
      ['TWINMCP_GATEWAY_PORT', 'did you mean TWINMCP_GATEWAY__PORT'],
      ['TWINMCP_LOGGING__LEVLE', 'did you mean TWINMCP_LOGGING__LEVEL'],
    ]);
  });

  it('leaves alone what a container platform injects, what is empty, and what belongs to tools', () => {
    const { values, problems } = environmentLayer({
      TWINMCP_GATEWAY_PORT: 'tcp://10.0.0.1:3000',
      TWINMCP_GATEWAY_SERVICE_HOST: '10.0.0.1',
      TWINMCP_GATEWAY_SERVICE_PORT: '3000',
      TWINMCP_GATEWAY_SERVICE_PORT_HTTP: '3000',
      TWINMCP_GATEWAY_PORT_3000_TCP_ADDR: '10.0.0.1',
      TWINMCP_EVAL_DIR: '/x',
      TWINMCP_GATEWAY__PORT: '',
    });
    expect({ values, problems }).toEqual({ values: {}, problems: [] });
  });
});
