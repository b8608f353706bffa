import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { toProblem } from './to-problem.ts';

/** Proxies cut a connection that is quiet for a minute; comments keep it open. */
const KEEP_ALIVE_MS = 15_000;

/** Server-sent events (WHATWG HTML §9.2) on a raw response. Waits for slow readers instead of buffering for them. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #timer: NodeJS.Timeout;
  #id = 0;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' });
    response.write('retry: 1000\n\n');
    this.#timer = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
    this.#timer.unref();
  }

  async send(event: string, data: unknown): Promise<void> {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    const flushed = this.#response.write(`id: ${++this.#id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (!flushed) await Promise.race([once(this.#response, 'drain'), once(this.#response, 'close')]);
  }

  async sendError(error: unknown): Promise<void> {
    await this.send('error', toProblem(error).problem);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#response.end();
  }
}
