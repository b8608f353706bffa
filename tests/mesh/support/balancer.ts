import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Endpoint {
  readonly port: number;
  ready: boolean;
}

const PROBE_EVERY_MS = 250;

/**
 * What a Service of Kubernetes does, on loopback: a new connection goes to one of the endpoints that answer their readiness
 * probe and stays with it until either side closes it. An endpoint that is taken out gets no new connection; those it has go on.
 */
export class Balancer {
  readonly #server: Server;
  readonly #endpoints: Endpoint[] = [];
  readonly #sockets = new Set<Socket>();
  #next = 0;
  readonly #probing: NodeJS.Timeout;
  /** Connections for which no endpoint was ready. */
  refused = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (client) => this.#forward(client));
    this.#probing = setInterval(() => void this.#probe(), PROBE_EVERY_MS);
  }

  static async start(): Promise<Balancer> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return new Balancer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Gets connections from the moment its readiness probe succeeds. */
  async add(port: number): Promise<void> {
    this.#endpoints.push({ port, ready: false });
    await this.#probe();
  }

  remove(port: number): void {
    const at = this.#endpoints.findIndex((endpoint) => endpoint.port === port);
    if (at >= 0) this.#endpoints.splice(at, 1);
  }

  async close(): Promise<void> {
    clearInterval(this.#probing);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(client: Socket): void {
    const ready = this.#endpoints.filter((endpoint) => endpoint.ready);
    const endpoint = ready[this.#next++ % Math.max(1, ready.length)];
    if (!endpoint) {
      this.refused++;
      return void client.destroy();
    }
    const server = connect({ port: endpoint.port, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [[client, server], [server, client]] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      from.once('error', () => to.destroy());
      from.once('close', () => (this.#sockets.delete(from), to.destroySoon()));
    }
  }

  async #probe(): Promise<void> {
    await Promise.all(this.#endpoints.map(async (endpoint) => {
      endpoint.ready = await fetch(`http://127.0.0.1:${endpoint.port}/health/ready`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2_000) }).then(async (response) => (await response.arrayBuffer(), response.ok), () => false);
    }));
  }
}
