import { createHmac } from 'node:crypto';
import type { dependenciesChanged, EventPayload } from '@twinmcp/contracts';
import { backoffMs, errorMessage, newId, retryAfterMs, sleep } from '@twinmcp/kernel';
import { postGuarded, PrivateAddress } from './post-guarded.ts';

export interface Webhook {
  readonly url: string;
  readonly secret?: string | undefined;
  /** Whether it may be on this machine or in a private network. */
  readonly allow_private?: boolean | undefined;
}

export interface WebhookPolicy {
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly backoff: { readonly baseDelayMs: number; readonly maxDelayMs: number };
}

const POLICY: WebhookPolicy = { timeoutMs: 10_000, attempts: 4, backoff: { baseDelayMs: 1_000, maxDelayMs: 30_000 } };

/**
 * Posts an event to every receiver; the body is signed where there is a secret (`x-twinmcp-signature: sha256=<hex>`). A receiver
 * that is away, busy or failing is asked again; `x-twinmcp-delivery` is the same each time, so that it can tell. One that says no
 * is not. Never fails: who is told has no part in what happened.
 */
export async function sendWebhooks(webhooks: readonly Webhook[], event: EventPayload<typeof dependenciesChanged>, log: (message: string) => void, policy: WebhookPolicy = POLICY, signal?: AbortSignal): Promise<void> {
  const body = JSON.stringify({ event: 'dependencies-changed', payload: event });
  await Promise.all(webhooks.map((webhook) => deliver(webhook, body, log, policy, signal)));
}

async function deliver({ url, secret, allow_private: allowPrivate = false }: Webhook, body: string, log: (message: string) => void, { timeoutMs, attempts, backoff }: WebhookPolicy, signal: AbortSignal | undefined): Promise<void> {
  // The address may carry a credential: only its host is written.
  const { host } = new URL(url);
  const headers = { 'content-type': 'application/json', 'user-agent': 'twinmcp', 'x-twinmcp-delivery': newId('delivery'), ...(secret !== undefined && { 'x-twinmcp-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }) };
  for (let attempt = 0; ; attempt++) {
    const outcome = await once(url, { headers, body, timeoutMs, allowPrivate });
    if (outcome === null) return;
    if (!outcome.again || attempt + 1 >= attempts) return log(`the webhook at ${host} was not told: ${outcome.reason}${attempt > 0 ? ` (${attempt + 1} attempts)` : ''}`);
    await sleep(Math.min(backoff.maxDelayMs, outcome.afterMs ?? backoffMs(backoff, attempt)), signal).catch(() => undefined);
    if (signal?.aborted) return log(`the webhook at ${host} was not told: this service stops (${outcome.reason})`);
  }
}

/** Null: it was told. */
async function once(url: string, post: Parameters<typeof postGuarded>[1]): Promise<{ readonly reason: string; readonly again: boolean; readonly afterMs: number | null } | null> {
  try {
    const { status, retryAfter } = await postGuarded(url, post);
    if (status >= 200 && status < 300) return null;
    return { reason: `it answered ${status}`, again: status === 408 || status === 425 || status === 429 || status >= 500, afterMs: retryAfterMs(retryAfter, Date.now()) };
  } catch (error) {
    if (error instanceof PrivateAddress) return { reason: `${error.message}; allow_private of libraries.webhooks lets it be told`, again: false, afterMs: null };
    const { name } = error as { name?: unknown };
    const late = name === 'AbortError' || name === 'TimeoutError'; // nothing else aborts it
    return { reason: late ? `it did not answer within ${post.timeoutMs} ms` : `it cannot be reached: ${errorMessage(error)}`, again: true, afterMs: null };
  }
}
