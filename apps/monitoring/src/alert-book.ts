import { ActiveAlert, type EventPayload, type vectorQualityDegraded, type vectorQualityRecovered } from '@twinmcp/contracts';
import { isDomainError } from '@twinmcp/kernel';
import type { KeyValueStore } from '@twinmcp/messaging';

const BUCKET = 'alerts';

/** Alerts that were raised and not yet cleared, one of a kind a workspace. Kept where every replica sees them. */
export class AlertBook {
  readonly #kv: KeyValueStore;

  constructor(kv: KeyValueStore) {
    this.#kv = kv;
  }

  async raise({ workspaceId, at, findings }: EventPayload<typeof vectorQualityDegraded>): Promise<void> {
    const key = `vector-quality.${workspaceId}`;
    for (;;) {
      const known = await this.#kv.get(BUCKET, key);
      const before = ActiveAlert.safeParse(known?.value);
      // Events may come late and out of order: an older one says nothing new.
      if (before.success && before.data.at > at) return;
      const alert: ActiveAlert = { kind: 'vector-quality', workspaceId, since: before.success ? before.data.since : at, at, messages: findings.map(({ message }) => message) };
      try {
        return void (await this.#kv.put(BUCKET, key, alert, known?.revision ?? 0));
      } catch (error) {
        if (!isDomainError(error) || error.code !== 'conflict') throw error;
      }
    }
  }

  async clear({ workspaceId, at }: EventPayload<typeof vectorQualityRecovered>): Promise<void> {
    const key = `vector-quality.${workspaceId}`;
    const known = ActiveAlert.safeParse((await this.#kv.get(BUCKET, key))?.value);
    if (known.success && known.data.at <= at) await this.#kv.delete(BUCKET, key);
  }

  /** Never fails: the state of the system is worth telling without them. */
  async active(): Promise<ActiveAlert[]> {
    const entries = await this.#kv.list(BUCKET).catch(() => []);
    return entries.map(({ value }) => ActiveAlert.safeParse(value)).filter((parsed) => parsed.success).map((parsed) => parsed.data);
  }
}
