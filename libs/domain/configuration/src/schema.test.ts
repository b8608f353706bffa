import fc from 'fast-check';
import { configKeys, configSchema, configSections, describeIssues, redactConfig, sharedValues } from './index.ts';

const parse = (value: object) => configSchema.safeParse(value);

describe('configSchema', () => {
  it('accepts an empty file and gives every key a value', () => {
    const config = configSchema.parse({});
    expect(config.gateway).toMatchObject({ host: '127.0.0.1', port: 3000, max_body: 1_048_576 });
    expect(config.hybrid).toMatchObject({ default_mode: 'automatic', ast_threshold: 0.8, decision_cache_ttl: 600_000, max_analysis_time: 2_000, quality_score_min: 0.7 });
    expect(config.ast).toMatchObject({ worker_pool_size: 8, parallel_workers: 6, max_file_size: 20_000_000, analysis_timeout: 10_000, cache: { entries: 2000, ttl: 900_000 } });
    expect(config.monitoring.alerts).toMatchObject({ latency: { warn: 1_000, critical: 2_000 }, quality: { warn: 0.7, critical: 0.5 }, errors: { warn: 0.03, critical: 0.1 }, prediction: { horizon: 7_200_000 } });
    expect(config.context.rank_weights).toEqual({ relevance: 0.5, recency: 0.2, type_fit: 0.2, diversity: 0.1 });
    expect(config.libraries.search_weights).toEqual({ text: 0.3, levenshtein: 0.2, similarity: 0.2, semantic: 0.3 });
    expect(config.performance).toMatchObject({ latency_p95: 500, requests_per_second: 10_000, memory_max: 1_000_000_000, cpu_max: 0.7 });
  });

  it('says what every key means, and gives every key a default', () => {
    for (const key of configKeys()) {
      expect([key.path, key.description.length > 15]).toEqual([key.path, true]);
      expect([key.path, key.fallback === undefined]).toEqual([key.path, false]);
    }
    expect(new Set(configKeys().map((key) => key.path)).size).toBe(configKeys().length);
    expect(configSections()).toEqual(expect.arrayContaining(['gateway', 'gateway.rate_limit', 'monitoring.alerts.hysteresis']));
  });

  it('reads its own output as the same configuration, so that parsed values can be shared and layered', () => {
    const valid = fc.record({ hybrid: fc.record({ ast_threshold: fc.double({ min: 0, max: 1, noNaN: true }), decision_cache_ttl: fc.constantFrom('1m', '250ms', 0, 86_400_000) }), ast: fc.record({ max_file_size: fc.constantFrom('1MB', '512KiB', 4096) }) });
    fc.assert(fc.property(valid, (values) => expect(configSchema.parse(configSchema.parse(values))).toEqual(configSchema.parse(values))));
  });

  it.each([
    ['an unknown key', { gateway: { prot: 1 } }],
    ['a weight sum other than 1', { context: { rank_weights: { relevance: 0.9 } } }],
    ['a warning above the critical value', { monitoring: { alerts: { latency: { warn: '3s' } } } }],
    ['a quality warning below the critical value', { monitoring: { alerts: { quality: { warn: 0.4 } } } }],
    ['a plain key in place of its hash', { gateway: { api_keys: ['my-secret'] } }],
    ['a duration without a unit', { hybrid: { max_analysis_time: '2000' } }],
    ['a duration out of bounds', { hybrid: { max_analysis_time: '2h' } }],
    ['a batch that the bus would refuse', { indexing: { batch_bytes: '1MiB' } }],
    ['a negative duration', { hybrid: { decision_cache_ttl: -1 } }],
    ['a webhook that is no web address', { monitoring: { alerts: { webhooks: [{ url: 'file:///etc/passwd' }] } } }],
    ['a default budget above the largest', { context: { default_budget: 9000, max_budget: 5000 } }],
  ])('refuses %s', (_, value) => {
    expect(parse(value).success).toBe(false);
  });
});

describe('redactConfig', () => {
  it('shows where things are, never what opens them', () => {
    const hash = `sha256:${'a'.repeat(64)}`;
    const config = configSchema.parse({
      gateway: { api_keys: [hash] },
      nats: { servers: ['nats://user:pa/ss@broker:4222', 'nats://broker2:4222'] },
      database: { url: 'postgres://u:hunter2@db:5432/twin?password=hunter3' },
      qdrant: { api_key: 'hunter4', url: 'https://vectors.example' },
      monitoring: { alerts: { webhooks: [{ url: 'https://hooks.example/T000/hunter5', secret: 'hunter6hunter6hunter6' }] } },
    });
    const shown = JSON.stringify(redactConfig(config));
    for (const secret of [hash, 'pa/ss', 'hunter']) expect(shown).not.toContain(secret);
    expect(redactConfig(config)).toMatchObject({ nats: { servers: ['nats://[redacted]@broker:4222', 'nats://broker2:4222'] }, database: { url: 'postgres://[redacted]@db:5432/[redacted]' }, qdrant: { url: 'https://vectors.example', api_key: '[redacted]' }, redis: { url: '' }, gateway: { port: 3000 } });
    expect(config.qdrant.api_key).toBe('hunter4');
  });
});

describe('the embedding provider', () => {
  const problems = (embedding: object) => describeIssues(configSchema.safeParse({ embedding }).error!).map(({ at, message }) => `${at.join('.')} ${message}`);
  it.each<[object, string]>([
    [{ provider: 'onnx' }, 'embedding.provider is onnx: embedding.onnx.path must name the folder of a model'],
    [{ provider: 'openai', openai: { model: 'nomic-embed-text' } }, 'embedding.openai.model is nomic-embed-text, whose dimensions are not known: set embedding.openai.dimensions'],
    [{ provider: 'openai', openai: { dimensions: 4096 } }, 'embedding.openai.dimensions is more than the 1536 of text-embedding-3-small'],
    [{ provider: 'openai', openai: { model: 'text-embedding-ada-002', dimensions: 256 } }, 'embedding.openai.dimensions text-embedding-ada-002 has 1536 and cannot give fewer'],
    [{ provider: 'openai', openai: { base_url: 'ftp://x' } }, 'embedding.openai.base_url is not an http(s) address'],
    [{ provider: 'openai', openai: { base_url: 'https://me:pass@x/v1' } }, 'embedding.openai.base_url must not hold credentials or a query: use api_key'],
    [{ provider: 'cohere', cohere: { dimensions: 300 } }, 'embedding.cohere.dimensions embed-v4.0 has 1536, 1024, 512, 256'],
  ])('%j: %s', (embedding, problem) => {
    expect(problems(embedding)).toEqual([problem]);
  });

  it('takes what is complete, and does not mind what is not used', () => {
    for (const embedding of [{}, { openai: { model: 'unknown' } }, { provider: 'onnx', onnx: { path: '/models/x' } }, { provider: 'openai', openai: { model: 'x', dimensions: 768, base_url: 'http://127.0.0.1:11434/v1' } }, { provider: 'cohere', cohere: { dimensions: 256 } }]) {
      expect(configSchema.safeParse({ embedding }).success).toBe(true);
    }
  });

  it('shows no key, and shares none', () => {
    const config = configSchema.parse({ embedding: { openai: { api_key: 'sk-secret' }, cohere: { api_key: 'co-secret' } } });
    expect(JSON.stringify([redactConfig(config), sharedValues(config)])).not.toContain('secret"');
  });
});
