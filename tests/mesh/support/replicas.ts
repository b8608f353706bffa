import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { freePort } from '@twinmcp/testing';
import { Balancer } from './balancer.ts';

const APPS = fileURLToPath(new URL('../../../apps/', import.meta.url));
const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 40_000;

/** Environment of every process of a mesh, e.g. `NATS_URL`. */
export type Environment = Readonly<Record<string, string>>;

/** One process of one service, as a pod is: a port and a directory of its own. */
export interface Replica {
  readonly service: ServiceName;
  readonly child: ChildProcess;
  readonly port: number;
  readonly url: string;
  /** What it wrote last. */
  readonly log: () => string;
  /** Milliseconds from its start until it was ready. */
  ready(): Promise<number>;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
}

export interface MeshOfReplicasOptions {
  /** Everything that is written goes below. */
  readonly folder: string;
  readonly env: Environment;
  /** Where the built service is, by default this repository. Read at each start: an upgrade changes it. */
  readonly program?: (service: ServiceName) => string;
  /** Time between leaving the balancer and SIGTERM; the chart's is 5 s. */
  readonly preStopMs?: number;
}

/** Services as Deployments: replicas behind NATS, the gateways behind a balancer, restarted one after the other. */
export class MeshOfReplicas {
  readonly balancer: Balancer;
  readonly replicas: Replica[] = [];
  readonly #options: MeshOfReplicasOptions;
  #started = 0;

  private constructor(balancer: Balancer, options: MeshOfReplicasOptions) {
    this.balancer = balancer;
    this.#options = options;
  }

  static async start(services: readonly ServiceName[], options: MeshOfReplicasOptions): Promise<MeshOfReplicas> {
    const mesh = new MeshOfReplicas(await Balancer.start(), options);
    try {
      const started: Replica[] = [];
      for (const service of services) started.push(await mesh.add(service));
      await Promise.all(started.map((replica) => replica.ready()));
      for (const { service, port } of started) if (service === 'gateway') await mesh.balancer.add(port);
      return mesh;
    } catch (error) {
      await mesh.close();
      throw error;
    }
  }

  get url(): string {
    return this.balancer.url;
  }

  of(service: ServiceName): Replica[] {
    return this.replicas.filter((replica) => replica.service === service);
  }

  /** A new replica, on an empty directory. */
  async add(service: ServiceName, more: Environment = {}): Promise<Replica> {
    const port = await freePort();
    const data = path.join(this.#options.folder, `${service}-${this.#started++}`);
    mkdirSync(data, { recursive: true });
    const own: Environment = service === 'gateway' ? { TWINMCP_GATEWAY__HOST: '127.0.0.1', TWINMCP_GATEWAY__PORT: String(port) } : { [`TWINMCP_SERVICES__${service.replaceAll('-', '_').toUpperCase()}__HEALTH_PORT`]: String(port) };
    const replica = startReplica(service, this.#options.program?.(service) ?? path.join(APPS, service, 'dist/main.js'), port, { PATH: process.env['PATH'] ?? '', HOME: data, TWINMCP_DATA_DIR: data, ...this.#options.env, ...own, ...more });
    this.replicas.push(replica);
    return replica;
  }

  /** As a Deployment with `maxSurge: 1, maxUnavailable: 0`: for each replica first a new one that is ready, then the old one goes. */
  async rollingRestart(service: ServiceName, more: Environment = {}): Promise<void> {
    for (const old of this.of(service)) {
      const fresh = await this.add(service, more);
      await fresh.ready();
      if (service === 'gateway') await this.balancer.add(fresh.port);
      await this.remove(old);
    }
  }

  /** As a pod that is deleted: it leaves the endpoints, and gets SIGTERM after `preStop`. */
  async remove(old: Replica): Promise<void> {
    this.balancer.remove(old.port);
    await sleep(this.#options.preStopMs ?? 500);
    const code = await old.stop();
    this.replicas.splice(this.replicas.indexOf(old), 1);
    if (code !== 0) throw new Error(`${old.service} ended with ${code}: ${old.log()}`);
  }

  async close(): Promise<void> {
    await this.balancer.close();
    for (const { child } of this.replicas) child.kill('SIGKILL');
  }
}

function startReplica(service: ServiceName, program: string, port: number, env: Environment): Replica {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program], { cwd: path.dirname(path.dirname(program)), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-20_000)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  process.once('exit', () => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  return {
    service, child, port, url,
    log: () => log,
    async ready() {
      for (const end = Date.now() + READY_WITHIN_MS; ; await sleep(25)) {
        if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}: ${log}`);
        if (await fetch(`${url}/health/ready`, { headers: { connection: 'close' } }).then(async (response) => (await response.arrayBuffer(), response.ok), () => false)) return performance.now() - startedAt;
        if (Date.now() > end) throw new Error(`${service} did not become ready: ${log}`);
      }
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      return exited.finally(() => clearTimeout(timer));
    },
  };
}
