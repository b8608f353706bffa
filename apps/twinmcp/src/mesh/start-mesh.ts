import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES, type ServiceName } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { processEnvironment } from '@twinmcp/platform';
import { EngineLock } from '../engine/engine-lock.ts';
import { freePort, isPortFree } from './free-port.ts';
import { natsProcess } from './nats-process.ts';
import { postgresProcess, prometheusProcess, redisProcess } from './store-processes.ts';
import { SupervisedProcess, type ProcessDefinition, type ProcessEvents } from './supervised-process.ts';

export interface StartMeshOptions {
  /** The mesh keeps everything below `<dataDir>/mesh`. */
  readonly dataDir: string;
  /** Port of the gateway; default: any free one. */
  readonly port?: number;
  /** Port of nats-server; default: any free one. */
  readonly natsPort?: number;
  /** PostgreSQL, Redis and Prometheus too; URLs of stores in `env` win. Default false. */
  readonly withStores?: boolean;
  /** Environment of the processes, e.g. with `TWINMCP_CONFIG`; default: that of this one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onLine?: ProcessEvents['line'];
  readonly onNotice?: ProcessEvents['notice'];
  /** Time for all services to become ready, ms; default 60,000. */
  readonly readyTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface MeshService {
  /** Of the process that runs now; null between its death and its restart. */
  readonly pid: number | null;
  /** Where it answers /health/ready and /metrics. */
  readonly healthUrl: string;
  /** Times it was started again. */
  readonly restarts: number;
  /** A signal to the process. One that dies is started again. */
  kill(signal: NodeJS.Signals): void;
  /** Drains it, starts it anew, waits until it is ready. */
  restart(): Promise<void>;
  whenReady(timeoutMs?: number): Promise<boolean>;
}

export interface MeshStores {
  readonly postgresUrl: string;
  /** Its files; those of a mesh that root started are not in the data directory. */
  readonly postgresFolder: string;
  readonly redisUrl: string;
  readonly prometheusUrl: string;
}

export interface Mesh {
  /** Base URL of the gateway. */
  readonly url: string;
  readonly natsUrl: string;
  readonly services: Readonly<Record<ServiceName, MeshService>>;
  readonly nats: Pick<MeshService, 'pid' | 'kill' | 'restart'>;
  /** Where the stores of `withStores` are; null without. */
  readonly stores: MeshStores | null;
  /** Drains the gateway first, then what is behind it, then the broker. Safe to call twice. */
  stop(): Promise<void>;
}

/** `apps/`, from `src/mesh` and from `dist/mesh` alike. */
const APPS = fileURLToPath(new URL('../../../', import.meta.url));
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** nats-server and the six services, one process each, all on loopback. Resolves when every one is ready. Needs the build. */
export async function startMesh(options: StartMeshOptions): Promise<Mesh> {
  const folder = path.join(options.dataDir, 'mesh');
  const lock = EngineLock.tryAcquire(folder);
  if (!lock) throw new DomainError('conflict', `A mesh already runs on ${options.dataDir}.`, { details: { hint: 'Stop it, or choose another --data-dir.' } });
  const events: ProcessEvents = { line: options.onLine ?? (() => {}), notice: options.onNotice ?? (() => {}) };
  const running: SupervisedProcess[] = [];
  const stores: SupervisedProcess[] = [];
  const stop = once(async () => {
    const [nats, ...services] = running;
    await services.at(-1)?.stop();
    await Promise.all(services.slice(0, -1).map((service) => service.stop()));
    await nats?.stop();
    await Promise.all(stores.map((store) => store.stop()));
    lock.release();
  });
  const timeoutMs = options.readyTimeoutMs ?? READY_TIMEOUT_MS;
  const begin = async (process: SupervisedProcess): Promise<SupervisedProcess> => {
    running.push(process);
    process.start();
    return process;
  };
  try {
    const env: NodeJS.ProcessEnv = { ...(options.env ?? processEnvironment()) };
    const natsPort = options.natsPort ?? (await freePort());
    await assertFree(natsPort, 'nats-server', '--nats-port');
    const nats = await begin(new SupervisedProcess(await natsProcess(path.join(folder, 'nats'), natsPort, env), events));
    if (!(await nats.whenReady(timeoutMs))) throw new DomainError('unavailable', 'nats-server did not start; its log above says why.');
    const natsUrl = `nats://127.0.0.1:${natsPort}`;
    const beginStore = async (definition: ProcessDefinition): Promise<void> => {
      const store = new SupervisedProcess(definition, events);
      stores.push(store);
      store.start();
      if (!(await store.whenReady(timeoutMs))) throw new DomainError('unavailable', `${definition.name} did not start; its log above says why.`);
    };
    let urls: MeshStores | null = null;
    if (options.withStores) {
      const [postgresPort, redisPort, prometheusPort] = [await freePort(), await freePort(), await freePort()];
      const postgres = postgresProcess(path.join(folder, 'postgres'), postgresPort, env);
      await beginStore(postgres);
      await beginStore(redisProcess(path.join(folder, 'redis'), redisPort, env));
      urls = { postgresFolder: postgres.folder, postgresUrl: env['DATABASE_URL'] ?? `postgres://twinmcp@127.0.0.1:${postgresPort}/postgres`, redisUrl: env['REDIS_URL'] ?? `redis://127.0.0.1:${redisPort}`, prometheusUrl: `http://127.0.0.1:${prometheusPort}` };
      Object.assign(env, { DATABASE_URL: urls.postgresUrl, REDIS_URL: urls.redisUrl });
    }
    const gatewayPort = options.port || (await freePort());
    await assertFree(gatewayPort, 'the gateway', '--port');

    const services = {} as Record<ServiceName, MeshService>;
    // The gateway last: it is the first to be stopped, and nothing is accepted before there is someone to do it.
    for (const name of [...SERVICES.filter((service) => service !== 'gateway'), 'gateway'] as const) {
      const port = name === 'gateway' ? gatewayPort : await freePort();
      const healthUrl = `http://127.0.0.1:${port}`;
      const process = await begin(new SupervisedProcess({ name, ...serviceCommand(name), env: { ...env, ...serviceEnvironment(name, folder, natsUrl, port) }, ready: () => isReady(healthUrl), stopTimeoutMs: STOP_TIMEOUT_MS }, events));
      services[name] = serviceView(process, name, healthUrl);
    }
    const ready = await Promise.all(SERVICES.map(async (name) => [name, await services[name].whenReady(timeoutMs)] as const));
    options.signal?.throwIfAborted();
    const late = ready.filter(([, isUp]) => !isUp).map(([name]) => name);
    if (late.length > 0) throw new DomainError('unavailable', `Not ready within ${timeoutMs / 1_000} s: ${late.join(', ')}. The log above says why.`);
    if (urls) await beginStore(prometheusProcess(path.join(folder, 'prometheus'), Number(new URL(urls.prometheusUrl).port), Object.fromEntries(SERVICES.map((name) => [name, services[name].healthUrl])), env));
    return { url: services.gateway.healthUrl, natsUrl, services, nats: natsView(nats), stores: urls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serviceCommand(service: ServiceName): { command: string; args: string[] } {
  const main = path.join(APPS, service, 'dist', 'main.js');
  if (!existsSync(main)) throw new DomainError('unavailable', `${service} is not built.`, { details: { hint: 'npm run build' } });
  // From source, Node strips the types itself.
  const guard = new URL(import.meta.url.endsWith('.ts') ? './leave-with-parent.ts' : './leave-with-parent.js', import.meta.url).href;
  return { command: process.execPath, args: ['--import', guard, main] };
}

function serviceEnvironment(service: ServiceName, folder: string, natsUrl: string, port: number): NodeJS.ProcessEnv {
  const portKey = service === 'gateway' ? 'TWINMCP_GATEWAY__PORT' : `TWINMCP_SERVICES__${service.replaceAll('-', '_').toUpperCase()}__HEALTH_PORT`;
  // A service owns its data: each has a directory of its own, as it would on a machine of its own.
  return { TWINMCP_DATA_DIR: path.join(folder, service), NATS_URL: natsUrl, [portKey]: String(port), ...(service === 'gateway' && { TWINMCP_GATEWAY__HOST: '127.0.0.1' }) };
}

function serviceView(process: SupervisedProcess, name: string, healthUrl: string): MeshService {
  const whenReady = (timeoutMs = READY_TIMEOUT_MS) => process.whenReady(timeoutMs);
  return {
    healthUrl,
    get pid() {
      return process.pid;
    },
    get restarts() {
      return process.restarts;
    },
    kill: (signal) => process.kill(signal),
    whenReady,
    restart: async () => {
      await process.restart();
      if (!(await whenReady())) throw new DomainError('unavailable', `${name} did not become ready again.`);
    },
  };
}

function natsView(process: SupervisedProcess): Mesh['nats'] {
  return {
    get pid() {
      return process.pid;
    },
    kill: (signal) => process.kill(signal),
    restart: async () => {
      await process.restart();
      if (!(await process.whenReady(READY_TIMEOUT_MS))) throw new DomainError('unavailable', 'nats-server did not become ready again.');
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(1_000) }).then(async (response) => {
    await response.arrayBuffer();
    return response.ok;
  }, () => false);
}

async function assertFree(port: number, what: string, option: string): Promise<void> {
  if (!(await isPortFree(port))) throw new DomainError('conflict', `Port ${port}, meant for ${what}, is in use.`, { details: { hint: `Stop the other program, or choose another port with ${option}.` } });
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | null = null;
  return () => (result ??= action());
}
