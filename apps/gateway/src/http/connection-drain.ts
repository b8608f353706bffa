import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { withTimeout } from '@twinmcp/kernel';

export interface DrainOptions {
  /** How long a keep-alive connection without a request stays open, for a request that is on its way. */
  readonly idleGraceMs: number;
  /** After this much time what still runs is cut. */
  readonly timeoutMs: number;
}

/**
 * Stops an HTTP server without losing a request it accepted.
 *
 * `server.close()` of Node closes idle keep-alive connections at once; a request that its client had just sent down such
 * a connection is then lost. Here the listener closes first; every answer from then on carries `Connection: close`, so
 * clients stop using the connection; a connection that stays quiet is closed after a grace period.
 */
export class ConnectionDrain {
  readonly #server: Server;
  readonly #open = new Map<Socket, Set<ServerResponse>>();
  readonly #draining = new AbortController();
  #inFlight = 0;
  #idleGraceMs = 0;
  #run: Promise<void> | null = null;

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#open.set(socket, new Set());
      socket.once('close', () => this.#open.delete(socket));
      if (this.draining) this.#closeWhenQuiet(socket);
    });
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => this.#track(request.socket, response));
  }

  get draining(): boolean {
    return this.#draining.signal.aborted;
  }

  /** Aborted when the drain begins: long-lived streams end then. */
  get signal(): AbortSignal {
    return this.#draining.signal;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  drain(options: DrainOptions): Promise<void> {
    this.#run ??= this.#drain(options);
    return this.#run;
  }

  async #drain({ idleGraceMs, timeoutMs }: DrainOptions): Promise<void> {
    this.#idleGraceMs = idleGraceMs;
    this.#draining.abort();
    // Connections whose handshake the kernel already completed are accepted in the poll phase that comes before this resolves.
    await setImmediate();
    if (this.#server.listening) NetServer.prototype.close.call(this.#server);
    for (const [socket, responses] of this.#open) {
      for (const response of responses) announceClose(response);
      if (responses.size === 0) this.#closeWhenQuiet(socket);
    }
    // Each connection ends by itself: after its answer, or after the grace period.
    await withTimeout(this.#untilNoneIsOpen(), timeoutMs, 'finishing the requests in flight').catch(() => {});
    for (const socket of this.#open.keys()) socket.destroy();
  }

  async #untilNoneIsOpen(): Promise<void> {
    while (this.#open.size > 0) {
      const [socket] = this.#open.keys();
      await new Promise<void>((resolve) => socket!.once('close', () => resolve()));
    }
  }

  #track(socket: Socket, response: ServerResponse): void {
    this.#inFlight++;
    const responses = this.#open.get(socket);
    responses?.add(response);
    if (this.draining) announceClose(response);
    response.once('close', () => {
      this.#inFlight--;
      responses?.delete(response);
      if (this.draining && responses?.size === 0) this.#closeWhenQuiet(socket);
    });
  }

  #closeWhenQuiet(socket: Socket): void {
    const timer = setTimeout(() => {
      if ((this.#open.get(socket)?.size ?? 0) === 0) socket.destroySoon();
    }, this.#idleGraceMs);
    timer.unref();
  }
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
