import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenApiChecker } from './openapi-checker.ts';
import { DOUBLE_VERSION, DoubleState } from './operations.ts';
import { WireError } from './wire.ts';

/** What the next request that matches gets instead of an answer. */
export interface Trouble {
  /** Operation of the OpenAPI document, e.g. `upsert_points`; default any. */
  readonly operation?: string;
  /** Answers this status … */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** … or cuts the connection (`drop`), after doing what was asked (`drop-after`), or says nothing (`hang`). */
  readonly connection?: 'drop' | 'drop-after' | 'hang';
  /** How many requests; default 1. */
  readonly times?: number;
}

export interface QdrantDouble {
  readonly url: string;
  /** Every request in order, as `operation` or, when the document does not know it, `METHOD path`. */
  readonly requests: readonly { readonly operation: string; readonly bytes: number; readonly body: unknown; readonly socket: number }[];
  /** Requests that are not as the OpenAPI document says, and answers of the double that are not. A test that uses it asserts that there are none. */
  readonly violations: readonly string[];
  readonly state: DoubleState;
  trouble(trouble: Trouble): void;
  stop(): Promise<void>;
}

const MAX_BODY = 32 * 1024 * 1024;
let checker: OpenApiChecker | null = null;

/** A server on loopback that speaks Qdrant's REST API: checks every request against the OpenAPI document, keeps points in memory and searches them exactly. */
export async function startQdrantDouble(options: { readonly apiKey?: string; readonly maxBodyBytes?: number } = {}): Promise<QdrantDouble> {
  checker ??= new OpenApiChecker();
  const check = checker;
  const state = new DoubleState();
  const requests: { operation: string; bytes: number; body: unknown; socket: number }[] = [];
  const violations: string[] = [];
  const troubles: { trouble: Trouble; left: number }[] = [];
  const sockets = new Map<unknown, number>();

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const startedAt = performance.now();
    const url = new URL(request.url!, 'http://double');
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', 'content-length': Buffer.byteLength(text), ...headers }).end(text);
    };
    const sendError = (status: number, error: string) => send(status, { status: { error }, time: (performance.now() - startedAt) / 1000 });
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const raw = Buffer.concat(parts);
    let body: unknown;
    try {
      body = raw.length === 0 ? undefined : JSON.parse(raw.toString('utf8'));
    } catch (error) {
      violations.push(`${request.method} ${url.pathname}: ${String(error)}`);
      return sendError(400, `Format error in JSON body: ${String(error)}`);
    }
    const matched = check.match(request.method!, url, body);
    const operation = matched?.operationId ?? `${request.method} ${url.pathname}`;
    requests.push({ operation, bytes: raw.length, body, socket: sockets.get(request.socket) ?? -1 });
    const planned = troubles.find(({ trouble, left }) => left > 0 && (trouble.operation === undefined || trouble.operation === operation));
    if (planned) planned.left--;
    if (planned?.trouble.connection === 'drop') return request.socket.destroy();
    if (planned?.trouble.connection === 'hang') return;
    if (planned?.trouble.status !== undefined) return planned.trouble.body === undefined ? send(planned.trouble.status, { status: { error: `planned ${planned.trouble.status}` }, time: 0 }, planned.trouble.headers) : send(planned.trouble.status, planned.trouble.body, planned.trouble.headers);
    if (options.apiKey !== undefined && request.headers['api-key'] !== options.apiKey) return send(401, 'Must provide an API key or an Authorization bearer token');
    if (raw.length > (options.maxBodyBytes ?? MAX_BODY)) return send(413, 'Payload error: JSON payload is larger than allowed');
    if (matched === null) {
      violations.push(`${request.method} ${url.pathname}: not in the OpenAPI document`);
      return send(404, '');
    }
    if (matched.problems.length > 0) {
      violations.push(`${operation}: ${matched.problems.join('; ')}`);
      return sendError(400, `Format error in JSON body: ${matched.problems.join('; ')}`);
    }
    if (operation === 'root') return send(200, { title: 'qdrant - vector search engine', version: DOUBLE_VERSION });
    if (operation === 'readyz') return send(200, 'all shards are ready');
    try {
      const result = state.run(operation, matched.parameters, body);
      const answer = { result, status: 'ok', time: (performance.now() - startedAt) / 1000 };
      const wrong = check.checkResult(operation, JSON.parse(JSON.stringify(answer)));
      if (wrong !== null) violations.push(`answer to ${operation}: ${wrong}`);
      return planned?.trouble.connection === 'drop-after' ? request.socket.destroy() : send(200, answer);
    } catch (error) {
      return error instanceof WireError ? sendError(error.status, error.message) : sendError(500, `Service internal error: the double does not speak ${String(error)}`);
    }
  };

  const server = createServer((request, response) => void respond(request, response).catch(() => request.socket.destroy()));
  server.on('connection', (socket) => sockets.set(socket, sockets.size));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests, violations, state,
    trouble: (trouble) => void troubles.push({ trouble, left: trouble.times ?? 1 }),
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
