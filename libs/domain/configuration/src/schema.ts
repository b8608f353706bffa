import { z } from 'zod';
import { byteSize, duration } from './units.ts';

/** The one schema. Keys have the same name in YAML, in code and (upper case, `TWINMCP_` in front, `__` between levels) in the environment. Sections: `sections/*.ts`. */
export const configSchema = z.strictObject({
  data_dir: z.string().default('').describe('Where all state lives. Empty = $XDG_DATA_HOME/twinmcp, else ~/.local/share/twinmcp'),
  gateway: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port: z.number().int().min(0).max(65535).default(3000),
  }).prefault({}),
  nats: z.strictObject({ servers: z.array(z.string()).default(['nats://127.0.0.1:4222']) }).prefault({}),
  hybrid: z.strictObject({
    default_mode: z.enum(['automatic', 'ast', 'rag', 'hybrid']).default('automatic'),
    ast_threshold: z.number().min(0).max(1).default(0.8),
    decision_cache_ttl: duration().prefault('10m'),
    max_analysis_time: duration().prefault('2s'),
    quality_score_min: z.number().min(0).max(1).default(0.7),
  }).prefault({}),
  ast: z.strictObject({
    worker_pool_size: z.number().int().min(1).max(64).default(8),
    parallel_workers: z.number().int().min(1).max(64).default(6),
    max_file_size: byteSize().prefault('20MB'),
    analysis_timeout: duration().prefault('10s'),
    cache: z.strictObject({ entries: z.number().int().min(0).default(2000), ttl: duration().prefault('15m') }).prefault({}),
  }).prefault({}),
  embedding: z.strictObject({
    provider: z.enum(['local']).default('local'),
  }).prefault({}),
  context: z.strictObject({
    default_budget: z.number().int().min(100).default(4000),
  }).prefault({}),
  logging: z.strictObject({
    level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    format: z.enum(['json', 'pretty']).default('json'),
  }).prefault({}),
});

export type TwinMcpConfig = z.output<typeof configSchema>;
