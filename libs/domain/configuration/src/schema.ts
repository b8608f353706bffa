import { z } from 'zod';
import { restart } from './key-flags.ts';
import { ast } from './sections/ast.ts';
import { context } from './sections/context.ts';
import { embedding } from './sections/embedding.ts';
import { gateway } from './sections/gateway.ts';
import { hybrid } from './sections/hybrid.ts';
import { indexing } from './sections/indexing.ts';
import { libraries } from './sections/libraries.ts';
import { logging } from './sections/logging.ts';
import { database, nats, qdrant, queue, redis, services } from './sections/mesh.ts';
import { monitoring } from './sections/monitoring.ts';
import { performance } from './sections/performance.ts';
import { telemetry } from './sections/telemetry.ts';

/**
 * The one schema. Keys have the same name in YAML, in code and (upper case, `TWINMCP_` in front, `__` between levels)
 * in the environment. Every key says its meaning, unit and consequence with `.describe` and has a default: an empty
 * file is a valid configuration. The parsed form is valid input again (durations as milliseconds, sizes as bytes).
 */
export const configSchema = z.strictObject({
  data_dir: z.string().default('').describe('Directory of all state; it can be deleted at any time without harm to the source. Empty = `$XDG_DATA_HOME/twinmcp`, else `~/.local/share/twinmcp` (`%LOCALAPPDATA%\\twinmcp` on Windows). Created readable by its owner only.').meta(restart),
  gateway: gateway.prefault({}),
  hybrid: hybrid.prefault({}),
  ast: ast.prefault({}),
  indexing: indexing.prefault({}),
  embedding: embedding.prefault({}),
  context: context.prefault({}),
  libraries: libraries.prefault({}),
  monitoring: monitoring.prefault({}),
  performance: performance.prefault({}),
  services: services.prefault({}),
  queue: queue.prefault({}),
  nats: nats.prefault({}),
  qdrant: qdrant.prefault({}),
  redis: redis.prefault({}),
  database: database.prefault({}),
  logging: logging.prefault({}),
  telemetry: telemetry.prefault({}),
});

export type TwinMcpConfig = z.output<typeof configSchema>;
