import type { TwinMcpConfig } from '@twinmcp/configuration';
import { DomainError } from '@twinmcp/kernel';
import { ensureDataDirectory, loadConfig } from '@twinmcp/platform';
import { connectHints } from '../cli/connect-hints.ts';
import { configSources } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { untilStopped } from '../cli/serve.ts';
import { openSession, type EngineSession } from '../engine/engine-session.ts';
import { meshEngine } from '../mesh/mesh-engine.ts';
import { startMesh, type Mesh } from '../mesh/start-mesh.ts';
import { VERSION } from '../version.ts';

interface Options extends CommonOptions {
  readonly port?: number;
  readonly natsPort?: number;
  readonly withStores?: boolean;
}

const NAME_WIDTH = 19;

export async function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  const { mesh, session, config } = await openMesh(options, io);
  const { bold, cyan, dim } = io.colors;
  if (options.json) io.out(JSON.stringify({ url: mesh.url, natsUrl: mesh.natsUrl, ...(mesh.stores && { stores: mesh.stores }), services: Object.fromEntries(Object.entries(mesh.services).map(([name, { pid, healthUrl }]) => [name, { pid, healthUrl }])) }));
  else {
    io.out(`${bold('TwinMCP mesh')} runs at ${cyan(mesh.url)}  (REST ${mesh.url}/v1, MCP ${mesh.url}/mcp, NATS ${mesh.natsUrl}; Ctrl-C stops it)`);
    io.out(dim(`  vectors and text index: ${config.qdrant.url ? 'Qdrant' : 'SQLite in the embedding service (one replica); set QDRANT_URL for Qdrant'}`));
    if (mesh.stores) io.out(dim(`  PostgreSQL ${mesh.stores.postgresUrl}, Redis ${mesh.stores.redisUrl}, Prometheus ${mesh.stores.prometheusUrl}`));
    else io.out(dim(`  conversations and catalogue: ${config.database.url ? 'PostgreSQL' : 'PGlite in each service'}; cache: ${config.redis.url ? 'Redis' : 'in each process'}; --with-stores starts PostgreSQL, Redis and Prometheus`));
    io.note(connectHints(mesh.url, io));
  }
  await untilStopped(io);
  io.note('Stopping: the gateway first, then the services, then NATS.');
  await session.close();
  return EXIT.ok;
}

/** The mesh, as the engine of its data directory: every other command that is given this directory uses it. */
async function openMesh(options: Options, io: CommandIo): Promise<{ mesh: Mesh; session: EngineSession; config: TwinMcpConfig }> {
  const sources = configSources(options, io);
  const config = loadConfig(sources);
  const dataDir = ensureDataDirectory(config.data_dir);
  const { dim, yellow } = io.colors;
  const note = (name: string, text: string) => io.note(`${dim(name.padEnd(NAME_WIDTH))}${text}`);
  const warn = (name: string, text: string) => io.note(`${yellow(name.padEnd(NAME_WIDTH))}${text}`);
  const started: { mesh?: Mesh } = {};
  const start = async () => {
    io.note(`Starting nats-server${options.withStores ? ', PostgreSQL, Redis' : ''} and six services …`);
    const mesh = await startMesh({
      dataDir,
      port: options.port ?? config.gateway.port,
      natsPort: options.natsPort,
      withStores: options.withStores,
      env: { ...io.env, ...(sources.files && { TWINMCP_CONFIG: sources.files[0] }) },
      signal: io.signal,
      // nats-server greets with thirty lines that say nothing is wrong.
      onLine: (name, line) => name === 'nats' && line.includes('[INF]') ? undefined : note(name, line),
      onNotice: warn,
    });
    started.mesh = mesh;
    return meshEngine(mesh, io.signal);
  };
  const session = await openSession({ dataDir, version: VERSION, signal: io.signal, start });
  if (started.mesh) return { mesh: started.mesh, session, config };
  const { info } = session;
  await session.close();
  throw new DomainError('conflict', `An engine already runs on this data directory (process ${info?.pid}${info?.url ? `, ${info.url}` : ''}).`, { details: { hint: 'Use that one, stop it, or choose another --data-dir.' } });
}
