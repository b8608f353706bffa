import { z } from 'zod';
import { restart, secret } from '../key-flags.ts';
import { duration } from '../units.ts';

/** Empty, or a URL of one of these schemes, or with `several` such URLs separated by commas. The refusal never repeats it: it may hold a password. */
const url = (schemes: readonly string[], several = false) => z.string().default('').refine((text) => text === '' || (several ? text.split(',') : [text]).every((one) => isUrl(one.trim(), schemes)), { error: `is not a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')} and names a host` });

function isUrl(text: string, schemes: readonly string[]): boolean {
  const parsed = URL.parse(text);
  return parsed !== null && schemes.includes(parsed.protocol.slice(0, -1)) && parsed.host !== '';
}

export const nats = z.strictObject({
  servers: z.array(z.string().min(1)).min(1).default(['nats://127.0.0.1:4222']).describe('NATS servers of the mesh; the client moves on to the next when one is lost. Not used when embedded. Environment: also `NATS_URL`.').meta({ ...restart, ...secret }),
  connect_timeout: duration({ min: '100ms', max: '5m' }).prefault('5s').describe('Time that one attempt at the first connection gets. A service that finds no broker at start says so, reports itself not ready and goes on trying.').meta(restart),
});

export const qdrant = z.strictObject({
  url: url(['http', 'https']).describe('Qdrant server (1.19 or later) that keeps terms and vectors; `http://host:6333` or https, a key goes into `qdrant.api_key`. Empty = the embedding service keeps them in the SQLite index of its data directory and runs as one replica. Environment: also `QDRANT_URL`.').meta({ ...restart, ...secret }),
  api_key: z.string().default('').describe('Key sent to Qdrant. Empty = none. Environment: also `QDRANT_API_KEY`.').meta({ ...restart, ...secret }),
  collection_prefix: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'must be letters, digits, - and _').default('twinmcp').describe('Begins the names of all collections, so that several installations can share one server.').meta(restart),
  timeout: duration({ min: '100ms', max: '5m' }).prefault('5s').describe('Time that one reading call gets, retries included. Writing gets a minute.').meta(restart),
  snapshot_location: z.string().default('').describe('Where the server finds its own snapshots when one is restored, with `{collection}` and `{snapshot}` in it: `file:///qdrant/snapshots/{collection}/{snapshot}`. Empty = at `qdrant.url`, which the server must then be able to reach itself; a server that only its own machine or a proxy can reach needs this.').meta(restart),
  connections: z.number().int().min(1).max(1024).default(16).describe('Most connections to Qdrant that one process keeps open.').meta(restart),
});

export const redis = z.strictObject({
  url: url(['redis', 'rediss'], true).describe('Redis server for caches that replicas share, `redis://[user:password@]host:6379` or rediss://; of a cluster one node or several, separated by commas. Empty = each process keeps its own in memory. While it is away questions are answered without it. Environment: also `REDIS_URL`.').meta({ ...restart, ...secret }),
  cluster: z.boolean().default(false).describe('The server is a Redis Cluster: keys are spread over its nodes, which are found from the ones that `redis.url` names.').meta(restart),
});

export const database = z.strictObject({
  url: url(['postgres', 'postgresql']).describe('PostgreSQL server (15 or later), `postgres://user:password@host:5432/name`, for what must outlive the index: conversations, the catalogue of libraries. Empty = PGlite in the data directory, opened when it is first needed. Environment: also `DATABASE_URL`.').meta({ ...restart, ...secret }),
  pool_size: z.number().int().min(1).max(1000).default(10).describe('Most connections to PostgreSQL that one process opens. PGlite has one.').meta(restart),
  connect_timeout: duration({ min: '100ms', max: '5m' }).prefault('5s').describe('Time that one attempt to connect to PostgreSQL gets. After a failure requests are refused at once for a while that grows to 30 s.').meta(restart),
  statement_timeout: duration({ max: '1h' }).prefault('15s').describe('Time after which PostgreSQL ends a statement. 0s = none. Migrations have none.').meta(restart),
});

export const queue = z.strictObject({
  index_concurrency: z.number().int().min(1).max(64).default(2).describe('Indexing jobs that one ast-analysis replica works on at once. Each uses all of `ast.parallel_workers`.').meta(restart),
});

const healthPort = (service: string, port: number) =>
  z.strictObject({
    health_port: z.number().int().min(0).max(65535).default(port).describe(`HTTP port on which the ${service} process of the mesh answers /health/live, /health/ready and /metrics. 0 = any free port. Not opened when embedded.`).meta(restart),
  }).prefault({});

export const services = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address of the health ports of the mesh processes. In a container: 0.0.0.0; the network policy then lets only the probes and the metrics collector in.').meta(restart),
  drain_timeout: duration({ min: '0s', max: '10m' }).prefault('10s').describe('Time that requests and jobs in hand get to finish after SIGTERM; what is left then is given back to the queue.'),
  warm_up: duration({ min: '0s', max: '100s' }).prefault('30s').describe('Time that a new process of ast-analysis takes at most, before it is ready, to clone and read the git workspaces that are indexed, the newest first. What is left then is made when somebody asks, and answers come without it meanwhile. Below the two minutes that startup probes wait.').meta(restart),
  ast_analysis: healthPort('ast-analysis', 3001),
  embedding: healthPort('embedding', 3002),
  library_resolution: healthPort('library-resolution', 3003),
  context_assembly: healthPort('context-assembly', 3004),
  monitoring: healthPort('monitoring', 3005),
});
