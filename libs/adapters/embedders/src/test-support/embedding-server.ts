import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  readonly atMs: number;
  /** Number of the connection it came on. */
  readonly connection: number;
}

export type Answer = (request: Received, response: ServerResponse) => void | Promise<void>;

/** An HTTP server on a free port that answers as it is told: `script` first, one entry a request, then `usual`. */
export class EmbeddingServer {
  readonly received: Received[] = [];
  readonly script: Answer[] = [];
  usual: Answer;
  #connections = 0;
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  readonly #numbers = new WeakMap<object, number>();

  private constructor(usual: Answer) {
    this.usual = usual;
    this.#server.on('connection', (socket) => this.#numbers.set(socket, ++this.#connections));
  }

  static async start(usual: Answer): Promise<EmbeddingServer> {
    const server = new EmbeddingServer(usual);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part as string;
    const received = { path: request.url ?? '', headers: request.headers, body: JSON.parse(text) as Record<string, unknown>, atMs: performance.now(), connection: this.#numbers.get(request.socket) ?? 0 };
    this.received.push(received);
    await (this.script.shift() ?? this.usual)(received, response);
  }
}

/** A vector that depends on the text alone; not of unit length. */
export function vectorOf(text: string, dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, i) => Math.fround(1 + ((text.length * 31 + i * 17 + (text.codePointAt(i % Math.max(1, text.length)) ?? 0)) % 97)));
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Says that more bytes come than do, then ends the connection. */
export const truncatedBody: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
  response.write('{"data": [');
  setTimeout(() => response.destroy(), 10);
};

export const connectionReset: Answer = (request, response) => {
  void request;
  response.socket!.resetAndDestroy();
};

export const notJson: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<html>captive portal</html>');
};

export const silent: Answer = () => {};

/** OpenAI's protocol; `index` in reverse, so that who trusts the order of the list is found out. */
export const openAi = (dimensions: number): Answer => ({ body }, response) => {
  const input = body['input'] as string[];
  const size = (body['dimensions'] as number | undefined) ?? dimensions;
  const data = input.map((text, index) => {
    const vector = vectorOf(text, dimensions).slice(0, size);
    return { object: 'embedding', index, embedding: body['encoding_format'] === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector };
  });
  return json({ object: 'list', data: data.reverse(), model: body['model'], usage: { prompt_tokens: input.join('').length, total_tokens: input.join('').length } })(undefined as never, response);
};

/** Cohere's v2 protocol. */
export const cohere = (dimensions: number): Answer => ({ body }, response) => {
  const texts = body['texts'] as string[];
  const size = (body['output_dimension'] as number | undefined) ?? dimensions;
  const [type] = body['embedding_types'] as string[];
  const vectors = texts.map((text) => vectorOf(`${body['input_type'] as string} ${text}`, dimensions).slice(0, size));
  return json({ id: 'x', embeddings: { [type!]: vectors }, texts, meta: { api_version: { version: '2' }, billed_units: { input_tokens: texts.length * 7 } } })(undefined as never, response);
};
