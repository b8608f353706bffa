import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { withTimeout } from '@twinmcp/kernel';

export interface DrainOptions {
  /** How long a keep-alive connection without a request stays open, for a request that is on its way. */
  readonly idleGraceMs: number;
  /** After this much time what still runs is cut. */
  readonly timeoutMs: number;
}

const QUEUE_WAIT_MS = 250;
const QUIET_MS = 20;
const SHORT_TURN_MS = 0.5;

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
  #gate: Promise<void> | null = null;
  #idleGraceMs = 0;
  #accepted = 0;
  #gated = 0;
  #run: Promise<void> | null = null;

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#accepted++;
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

  /** A request waits for this before it is worked on; at once except while the listener is about to close. */
  async admit(): Promise<void> {
    if (!this.#gate) return;
    this.#gated++;
    await this.#gate;
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
    // Before anything is announced: clients told to close would all connect anew, into a listener about to close.
    const gate = Promise.withResolvers<void>();
    this.#gate = gate.promise;
    await this.#untilNobodyQueues();
    if (this.#server.listening) NetServer.prototype.close.call(this.#server);
    this.#draining.abort();
    this.#gate = null;
    gate.resolve();
    for (const [socket, responses] of this.#open) {
      for (const response of responses) announceClose(response);
      if (responses.size === 0) this.#closeWhenQuiet(socket);
    }
    // Each connection ends by itself: after its answer, or after the grace period.
    await withTimeout(this.#untilNoneIsOpen(), timeoutMs, 'finishing the requests in flight').catch(() => {});
    for (const socket of this.#open.keys()) socket.destroy();
  }

  /**
   * Closing the listener resets connections that the kernel has queued for it and the process has not accepted yet. So it
   * is closed at a moment when nobody queues: new requests wait at the gate, those in flight finish, and a client that
   * has no answer opens no further connection. Bounded, because slow answers and clients that never pause exist; what then
   * arrives between the last look and the close is reset unheard, which only a balancer that heeds readiness can prevent.
   */
  async #untilNobodyQueues(): Promise<void> {
    const until = performance.now() + QUEUE_WAIT_MS;
    let accepted = -1;
    for (let quietSince = 0; performance.now() < until; await setTimeout(1)) {
      if (this.#accepted !== accepted || this.#inFlight > this.#gated) quietSince = performance.now();
      else if (performance.now() - quietSince > QUIET_MS) break;
      accepted = this.#accepted;
    }
    // Node accepts one connection a turn of its loop. The first turn may be half over, a long one has new arrivals behind it.
    await setImmediate();
    for (let empty = false; !empty && performance.now() < until + QUIET_MS; ) {
      const [started, before] = [performance.now(), this.#accepted];
      await setImmediate();
      empty = this.#accepted === before && performance.now() - started < SHORT_TURN_MS;
    }
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
    const timer = globalThis.setTimeout(() => {
      if ((this.#open.get(socket)?.size ?? 0) === 0) socket.destroySoon();
    }, this.#idleGraceMs);
    timer.unref();
  }
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
