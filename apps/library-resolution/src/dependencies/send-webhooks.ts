import { createHmac } from 'node:crypto';
import type { dependenciesChanged, EventPayload } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';

export interface Webhook {
  readonly url: string;
  readonly secret?: string | undefined;
}

const TIMEOUT_MS = 10_000;

/** Posts an event to every receiver; the body is signed where there is a secret (`x-twinmcp-signature: sha256=<hex>`). A receiver that fails is logged and not asked again. */
export async function sendWebhooks(webhooks: readonly Webhook[], event: EventPayload<typeof dependenciesChanged>, log: (message: string) => void): Promise<void> {
  const body = JSON.stringify({ event: 'dependencies-changed', payload: event });
  await Promise.all(webhooks.map(async ({ url, secret }) => {
    try {
      const signature = secret === undefined ? {} : { 'x-twinmcp-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
      const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...signature }, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      await response.body?.cancel();
      if (!response.ok) log(`a webhook for changed dependencies answered ${response.status}`);
    } catch (error) {
      // The address may carry a credential: only its host is written.
      log(`the webhook at ${new URL(url).host} cannot be reached: ${errorMessage(error)}`);
    }
  }));
}
