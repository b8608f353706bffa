import type { TwinMcpConfig } from '@twinmcp/configuration';
import { findProgram } from '../mesh/find-program.ts';
import { HOW_TO_INSTALL_NATS } from '../mesh/nats-process.ts';
import { portAnswers } from '../mesh/port-answers.ts';
import { note, ok, missing, type Check, type DoctorContext } from './check.ts';

/** Nothing here is needed for one process. What is configured must answer; the rest is told what stands in for it. */
export async function checkServers({ config, env }: DoctorContext): Promise<Check[]> {
  const natsServer = findProgram('nats-server', env['PATH']);
  const nats = env['NATS_URL'] || config.nats.servers.some((server) => server !== 'nats://127.0.0.1:4222') ? await reach('NATS', config.nats.servers[0]!, 4222) : null;
  return [
    nats ?? (natsServer ? ok('NATS', `${natsServer}, for twinmcp mesh`) : note('NATS', 'no nats-server on PATH; only twinmcp mesh needs it', HOW_TO_INSTALL_NATS)),
    config.redis.url ? await reach('Redis', config.redis.url, 6379) : note('Redis', 'not configured: each process caches in memory'),
    config.database.url ? await reach('PostgreSQL', config.database.url, 5432) : note('PostgreSQL', 'not configured: PGlite in the data directory takes its place'),
    await checkQdrant(config),
  ];
}

/** Asks it for its version, with the key: a server that refuses the key is of no use. */
async function checkQdrant({ qdrant }: TwinMcpConfig): Promise<Check> {
  if (qdrant.url === '') return note('Qdrant', 'not configured: terms and vectors are kept in SQLite');
  const wrong = (detail: string) => missing('Qdrant', `it is configured and does not answer as it should: ${detail}`, 'Start it, correct qdrant.url or qdrant.api_key, or take them out of the configuration: SQLite takes its place.');
  const { QdrantVectorStore } = await import('@twinmcp/qdrant');
  const store = new QdrantVectorStore({ url: qdrant.url, apiKey: qdrant.api_key, retry: { attempts: 1, baseDelayMs: 0, maxDelayMs: 0 } });
  try {
    const { state, version, detail } = await store.health();
    return state === 'down' ? wrong(detail) : ok('Qdrant', `version ${version} at ${detail}; keeps terms and vectors`);
  } finally {
    await store.close();
  }
}

/** Only whether somebody accepts connections there. The address is shown without user and password. */
export async function reach(name: string, address: string, defaultPort: number): Promise<Check> {
  let url: URL;
  try {
    url = new URL(address.includes('://') ? address : `tcp://${address}`);
  } catch {
    return missing(name, 'its address is not a URL', 'twinmcp config validate says where it comes from.');
  }
  const port = Number(url.port) || defaultPort;
  const answers = await portAnswers({ host: url.hostname.replace(/^\[|\]$/g, ''), port, timeoutMs: 2_000 });
  return answers ? ok(name, `${url.hostname}:${port} answers`) : missing(name, `${url.hostname}:${port} is configured and does not answer`, 'Start it, or take it out of the configuration.');
}
