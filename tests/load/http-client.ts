import { Agent, request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

/** Keep-alive connections to one server, as many as are needed. Leaner than `fetch`: the generator shares its cores with what it measures. */
export class HttpClient {
  readonly #base: URL;
  readonly #agent = new Agent({ keepAlive: true, maxFreeSockets: 1_024, scheduling: 'lifo' });
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;

  /** `apiKey` goes out as a bearer token. A request without answer after `timeoutMs` fails with code `timeout`. */
  constructor(base: string, options: { readonly apiKey?: string; readonly timeoutMs?: number } = {}) {
    this.#base = new URL(base);
    this.#headers = options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {};
    this.#timeoutMs = options.timeoutMs ?? 35_000;
  }

  send(method: string, path: string, body?: object): Promise<Reply> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = { ...this.#headers, ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }) };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.#base), { method, headers, agent: this.#agent, timeout: this.#timeoutMs }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
        response.on('error', reject);
      });
      sent.on('timeout', () => sent.destroy(Object.assign(new Error('no answer in time'), { code: 'timeout' })));
      sent.on('error', reject);
      sent.end(payload);
    });
  }

  async json<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await this.send(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.body.toString().slice(0, 300)}`);
    return JSON.parse(reply.body.toString()) as T;
  }

  close(): void {
    this.#agent.destroy();
  }
}
