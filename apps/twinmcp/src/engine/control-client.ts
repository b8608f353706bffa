import { Agent, request } from 'node:http';
import type { EventContract, EventPayload, RpcContract, RpcInput, RpcOutput } from '@twinmcp/contracts';
import { DomainError, LocalError } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { CONTROL_HEADERS, MAX_BODY_BYTES, errorOfReply, type ControlHello, type ControlReply } from './control-protocol.ts';
import type { EngineInfo } from './engine-info.ts';

/** Calls the engine of another process. A connection that breaks is a `LocalError('disconnected')`: the engine ended. */
export class ControlClient implements RpcClient {
  readonly #info: EngineInfo;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(info: EngineInfo) {
    this.#info = info;
  }

  /** Null when nobody, or somebody else, answers there. */
  async hello(timeoutMs = 2_000): Promise<ControlHello | null> {
    try {
      const hello = (await this.#send('GET', '/', null, {}, timeoutMs)) as Partial<ControlHello>;
      return typeof hello.pid === 'number' ? (hello as ControlHello) : null;
    } catch {
      return null;
    }
  }

  async call<C extends RpcContract>(contract: C, input: RpcInput<C>, ctx: CallContext, options: { timeoutMs?: number } = {}): Promise<RpcOutput<C>> {
    const timeoutMs = Math.min(options.timeoutMs ?? contract.timeoutMs, ctx.deadline.remainingMs());
    const headers = { [CONTROL_HEADERS.deadline]: String(Date.now() + timeoutMs), [CONTROL_HEADERS.tenant]: ctx.tenant, [CONTROL_HEADERS.traceparent]: ctx.traceparent };
    // The far side keeps the deadline; a little more here, so that its answer ("too late") can still arrive.
    const reply = (await this.#send('POST', `/rpc/${contract.subject}`, JSON.stringify(input), headers, timeoutMs + 500, ctx.signal)) as ControlReply;
    if (!reply.ok) throw errorOfReply(reply);
    return reply.output as RpcOutput<C>;
  }

  emit<C extends EventContract>(event: C, _payload: EventPayload<C>): Promise<void> {
    return Promise.reject(new DomainError('unsupported', `commands do not publish events (${event.name})`));
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, body: string | null, headers: Record<string, string>, timeoutMs: number, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const disconnected = (cause: unknown) => reject(signal?.aborted ? new LocalError('cancelled', 'the call was cancelled', signal.reason) : new LocalError('disconnected', 'the running engine does not answer any more', cause));
      const call = request(`${this.#info.controlUrl}${path}`, { method, agent: this.#agent, signal, headers: { ...headers, authorization: `Bearer ${this.#info.token}`, ...(body !== null && { 'content-type': 'application/json' }) } }, (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > MAX_BODY_BYTES) call.destroy(new Error('the answer is too large'));
          else parts.push(part);
        });
        response.on('error', disconnected);
        response.on('end', () => {
          clearTimeout(timer);
          try {
            resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
          } catch (error) {
            disconnected(error);
          }
        });
      });
      const timer = setTimeout(() => {
        reject(new LocalError('timeout', `the running engine gave no answer within ${Math.round(timeoutMs)} ms`));
        call.destroy();
      }, timeoutMs);
      call.on('error', (error) => {
        clearTimeout(timer);
        disconnected(error);
      });
      call.end(body ?? undefined);
    });
  }
}
