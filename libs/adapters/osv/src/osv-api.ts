import { DomainError, LocalError, backoffMs, sleep } from '@twinmcp/kernel';
import { OSV_ECOSYSTEMS, parseOsv, type Advisory, type AdvisorySource } from '@twinmcp/libraries';

type Wanted = Parameters<AdvisorySource['find']>[0];

export interface OsvApiOptions {
  /** Without a slash at its end. Default: the public service. */
  readonly baseUrl?: string;
  /** For one request. Default 10,000. */
  readonly timeoutMs?: number;
  /** After a failure that may pass. Default 3. */
  readonly retries?: number;
  /** Requests at a time. Default 8. */
  readonly concurrency?: number;
  readonly fetch?: typeof fetch;
}

/** The service takes at most a thousand queries at once. */
const BATCH = 1_000;
const MAX_PAGES = 50;
const MAX_ANSWER_BYTES = 32 * 1_048_576;
const MAX_WAIT_MS = 5_000;

/** The OSV API: which advisories name a package, then what they say. Sends names and versions of packages, nothing else. */
export class OsvApi implements AdvisorySource {
  readonly #base: string;
  readonly #options: Required<Pick<OsvApiOptions, 'timeoutMs' | 'retries' | 'concurrency'>>;
  readonly #fetch: typeof fetch;
  readonly #documents = new Map<string, { readonly modified: string; readonly advisory: Advisory | null }>();

  constructor({ baseUrl = 'https://api.osv.dev', timeoutMs = 10_000, retries = 3, concurrency = 8, fetch: send = fetch }: OsvApiOptions = {}) {
    this.#base = baseUrl.replace(/\/+$/, '');
    this.#options = { timeoutMs, retries, concurrency };
    this.#fetch = send;
  }

  async find(packages: Wanted, signal?: AbortSignal): Promise<readonly Advisory[]> {
    const ids = new Map<string, string>();
    for (let at = 0; at < packages.length; at += BATCH) for (const { id, modified } of await this.#query(packages.slice(at, at + BATCH), signal)) ids.set(id, modified);
    const wanted = [...ids];
    const found: Advisory[] = [];
    const work = async () => {
      for (let next = wanted.pop(); next; next = wanted.pop()) {
        const advisory = await this.#document(next[0], next[1], signal);
        if (advisory) found.push(advisory);
      }
    };
    await Promise.all(Array.from({ length: this.#options.concurrency }, work));
    return found;
  }

  async #query(packages: Wanted, signal: AbortSignal | undefined): Promise<{ id: string; modified: string }[]> {
    let queries = packages.map(({ ecosystem, name, version }) => ({ package: { ecosystem: OSV_ECOSYSTEMS[ecosystem], name }, ...(version !== null && { version: ecosystem === 'go' ? version.replace(/^v/, '') : version }) }));
    const found: { id: string; modified: string }[] = [];
    for (let page = 0; queries.length > 0 && page < MAX_PAGES; page++) {
      const answer = (await this.#json('POST', '/v1/querybatch', { queries }, signal)) as { results?: { vulns?: { id?: unknown; modified?: unknown }[]; next_page_token?: unknown }[] };
      const more: typeof queries = [];
      for (const [index, result] of (answer.results ?? []).entries()) {
        for (const one of result?.vulns ?? []) if (typeof one.id === 'string' && /^[\w.:-]{1,100}$/.test(one.id)) found.push({ id: one.id, modified: String(one.modified ?? '') });
        if (typeof result?.next_page_token === 'string' && result.next_page_token !== '' && queries[index]) more.push({ ...queries[index], page_token: result.next_page_token } as never);
      }
      queries = more;
    }
    return found;
  }

  async #document(id: string, modified: string, signal: AbortSignal | undefined): Promise<Advisory | null> {
    const known = this.#documents.get(id);
    if (known?.modified === modified) return known.advisory;
    const advisory = parseOsv(await this.#json('GET', `/v1/vulns/${encodeURIComponent(id)}`, undefined, signal));
    if (this.#documents.size > 20_000) this.#documents.clear();
    this.#documents.set(id, { modified, advisory });
    return advisory;
  }

  async #json(method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#once(method, path, body, signal);
      if ('value' in outcome) return outcome.value;
      const waitMs = outcome.waitMs ?? backoffMs({ baseDelayMs: 250, maxDelayMs: 5_000 }, attempt);
      // Somebody waits for the answer: a service that wants a longer pause is asked another time.
      if (!outcome.passing || waitMs > MAX_WAIT_MS || attempt >= this.#options.retries) throw new DomainError('unavailable', `the advisory service ${new URL(this.#base).host} did not answer: ${outcome.reason}${waitMs > MAX_WAIT_MS ? `, and asks for a pause of ${Math.ceil(waitMs / 1_000)} s` : ''}`);
      await sleep(waitMs, signal);
    }
  }

  async #once(method: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<{ value: unknown } | { passing: boolean; reason: string; waitMs?: number }> {
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const response = await this.#fetch(this.#base + path, { method, headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }), redirect: 'error', signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
      if (response.status === 404) return { value: {} };
      if (!response.ok) {
        await response.body?.cancel();
        const after = Number(response.headers.get('retry-after'));
        return { passing: response.status === 429 || response.status >= 500, reason: `HTTP ${response.status}`, ...(after > 0 && { waitMs: after * 1_000 }) };
      }
      return { value: JSON.parse(await textOf(response)) as unknown };
    } catch (error) {
      if (signal?.aborted) throw new LocalError('cancelled', 'asking for advisories was cancelled', error);
      return { passing: !(error instanceof SyntaxError), reason: error instanceof SyntaxError ? 'its answer is no JSON' : timeout.aborted ? 'it took too long' : 'it cannot be reached' };
    }
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new SyntaxError('too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
