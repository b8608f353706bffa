import { retryAfterMs } from '@twinmcp/kernel';
import { networkTrouble, type Trouble } from './trouble.ts';

export type Outcome<T> = { readonly kind: 'answer'; readonly answer: T | null } | { readonly kind: 'failed'; readonly trouble: Trouble; readonly reason: string; readonly again: boolean; readonly limited: boolean; readonly retryAfterMs: number | null };

export interface AttemptOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Of the whole attempt; of a file the time without a byte. Milliseconds. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Of a file: whether a redirect may lead there. Redirects of documents, whose base is configured, are followed. */
  readonly allowed?: (url: URL) => boolean;
  readonly signal?: AbortSignal | undefined;
  readonly now: number;
}

const MAX_REDIRECTS = 5;

class TooLarge extends Error {}
class Refused extends Error {}
/** A page of a network that wants a login, half an answer, or another program than the one that was meant. */
export class Unreadable extends Error {}

/** One request. `use` takes what it understands of the answer and leaves the rest undefined, which then is judged by its status. */
export async function attemptOf<T>(url: string, { headers, timeoutMs, maxBytes, allowed, signal, now }: AttemptOptions, use: (response: Response, read: () => Promise<Buffer>) => Promise<T | undefined>): Promise<Outcome<T>> {
  const failed = (trouble: Trouble, reason: string, again: boolean, limited = false, after: number | null = null) => ({ kind: 'failed' as const, trouble, reason, again, limited, retryAfterMs: after });
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), timeoutMs);
  try {
    const response = await request(url, { headers: { ...headers }, signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal }, allowed);
    const answer = await use(response, () => readBody(response, maxBytes, () => allowed && timer.refresh()));
    if (answer !== undefined) return { kind: 'answer', answer };
    await response.body?.cancel();
    const { status } = response;
    if (status === 404 || status === 410 || status === 405) return { kind: 'answer', answer: null };
    // GitHub and others say "too many" with 403 and a header that no other refusal has.
    const limited = status === 429 || (status === 403 && (response.headers.get('x-ratelimit-remaining') === '0' || response.headers.has('retry-after')));
    const trouble = limited ? 'limited' : status === 401 || status === 403 || status === 407 ? 'credentials' : status >= 500 ? 'broken' : 'refused';
    return failed(trouble, `answered ${status}`, limited || status >= 500, limited, retryAfterMs(response.headers.get('retry-after'), now) ?? untilReset(response, limited, now));
  } catch (error) {
    if (error instanceof TooLarge) return failed('refused', `sent more than ${maxBytes} bytes`, false);
    if (error instanceof Refused) return failed('refused', error.message, false);
    if (error instanceof Unreadable) return failed('unreadable', error.message, true);
    if (silence.signal.aborted) return failed('slow', `did not answer within ${timeoutMs} ms`, true);
    const { trouble, reason } = networkTrouble(error);
    return failed(trouble, reason, true);
  } finally {
    clearTimeout(timer);
  }
}

/** `x-ratelimit-reset` is in seconds since the epoch. */
function untilReset({ headers }: Response, limited: boolean, now: number): number | null {
  const reset = limited ? Number(headers.get('x-ratelimit-reset') ?? Number.NaN) : Number.NaN;
  return Number.isFinite(reset) ? Math.max(0, reset * 1_000 - now) : null;
}

async function request(url: string, { headers, signal }: { headers: Record<string, string>; signal: AbortSignal }, allowed: ((url: URL) => boolean) | undefined): Promise<Response> {
  let at = new URL(url);
  for (let hop = 0; ; hop++) {
    // fetch refuses addresses with credentials: they become the header that they stand for, for their own server only.
    const own = at.username !== '' || at.password !== '' ? { authorization: `Basic ${Buffer.from(`${decodeURIComponent(at.username)}:${decodeURIComponent(at.password)}`).toString('base64')}` } : {};
    const response = await fetch(withoutSecret(at.href), { headers: { ...headers, ...own }, redirect: allowed ? 'manual' : 'follow', signal });
    const target = response.status >= 300 && response.status < 400 && response.status !== 304 ? response.headers.get('location') : null;
    if (!allowed || target === null) return response;
    await response.body?.cancel();
    const next = new URL(target, at);
    if (hop >= MAX_REDIRECTS) throw new Refused('redirected too often');
    if (!allowed(next)) throw new Refused(`redirected to ${next.host}, which is not asked`);
    if (next.origin !== at.origin) delete headers['authorization'];
    else [next.username, next.password] = [at.username, at.password];
    at = next;
  }
}

/** A body that ends early is an error of fetch. */
async function readBody(response: Response, maxBytes: number, alive: () => void): Promise<Buffer> {
  if (!response.body) return Buffer.alloc(0);
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw new TooLarge();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    alive();
    bytes += part.byteLength;
    if (bytes > maxBytes) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Base URLs may carry a password: messages name the host alone. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

export function withoutSecret(url: string): string {
  const bare = new URL(url);
  [bare.username, bare.password] = ['', ''];
  return bare.href;
}
