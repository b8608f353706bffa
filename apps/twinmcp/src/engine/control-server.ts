import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RPCS, type RpcContract } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import { CONTROL_HEADERS, MAX_BODY_BYTES, replyOfError, type ControlHello, type ControlReply } from './control-protocol.ts';

/**
 * Lets other commands of the same user call the engine that owns the data directory: `POST /rpc/<subject>` on a random
 * loopback port. The token is in a file that only this user can read, so other users and web pages get nothing.
 */
export class ControlServer {
  readonly token = randomBytes(32).toString('hex');
  readonly #server: Server;
  readonly #rpc: RpcClient;
  readonly #hello: ControlHello;
  readonly #contracts = new Map<string, RpcContract>(RPCS.map((contract) => [contract.subject, contract]));
  #closing = false;

  private constructor(rpc: RpcClient, hello: ControlHello) {
    this.#rpc = rpc;
    this.#hello = hello;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async listen(rpc: RpcClient, hello: ControlHello): Promise<ControlServer> {
    const control = new ControlServer(rpc, hello);
    await new Promise<void>((resolve, reject) => {
      control.#server.once('error', reject);
      control.#server.listen(0, '127.0.0.1', resolve);
    });
    return control;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Takes no new calls, lets those in hand finish. */
  async close(): Promise<void> {
    this.#closing = true;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: ControlReply | ControlHello) => {
      const bytes = Buffer.from(JSON.stringify(body));
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...(this.#closing && { connection: 'close' }) });
      response.end(bytes);
    };
    try {
      if (!this.#authorized(request)) return send(401, replyOfError(new DomainError('unauthenticated', 'the token is missing or wrong')));
      if (request.method === 'GET' && request.url === '/') return send(200, this.#hello);
      const contract = request.method === 'POST' && request.url?.startsWith('/rpc/') ? this.#contracts.get(request.url.slice('/rpc/'.length)) : undefined;
      if (!contract) return send(404, replyOfError(new DomainError('not-found', 'there is no such call')));
      send(200, { ok: true, output: await this.#call(contract, request, response) });
    } catch (error) {
      if (!response.headersSent && !response.destroyed) send(200, replyOfError(error));
    }
  }

  async #call(contract: RpcContract, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const input = JSON.parse((await readBody(request)) || '{}') as never;
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const header = (name: string) => (typeof request.headers[name] === 'string' ? request.headers[name] : undefined);
    const timeoutMs = Math.max(1, Number(header(CONTROL_HEADERS.deadline) ?? Date.now() + contract.timeoutMs) - Date.now());
    const ctx = newCallContext({ timeoutMs, tenant: header(CONTROL_HEADERS.tenant), traceparent: header(CONTROL_HEADERS.traceparent), signal: gone.signal });
    return this.#rpc.call(contract, input, ctx, { timeoutMs });
  }

  #authorized(request: IncomingMessage): boolean {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${this.token}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new DomainError('payload-too-large', `a call takes at most ${MAX_BODY_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
