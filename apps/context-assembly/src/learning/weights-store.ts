import { NEUTRAL_WEIGHTS, type WorkspaceWeights } from '@twinmcp/context';
import { LearntWeights } from '@twinmcp/contracts';
import { isDomainError, systemClock, withTimeout, type Clock } from '@twinmcp/kernel';
import type { KeyValueStore } from '@twinmcp/messaging';

const BUCKET = 'learning';
/** Another replica's learning is seen after this long. */
const FRESH_MS = 10_000;
/** A question waits no longer for what was learnt. */
const READ_MS = 100;
const CONFLICTS = 8;

interface Known {
  readonly weights: WorkspaceWeights;
  readonly at: number;
}

/** Weights by workspace, among the small facts of the service: every question reads them, so they must not need the relational store. */
export class WeightsStore {
  readonly #kv: KeyValueStore;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(kv: KeyValueStore, clock: Clock = systemClock) {
    this.#kv = kv;
    this.#clock = clock;
  }

  /** What is known; neutral when the store fails or is slow. */
  async current(tenant: string, workspaceId: string): Promise<WorkspaceWeights> {
    const key = keyOf(tenant, workspaceId);
    const known = this.#known.get(key);
    if (known && this.#clock.now() - known.at < FRESH_MS) return known.weights;
    try {
      return await withTimeout(this.read(tenant, workspaceId), READ_MS, 'the learnt weights');
    } catch {
      const weights = known?.weights ?? NEUTRAL_WEIGHTS;
      this.#known.set(key, { weights, at: this.#clock.now() });
      return weights;
    }
  }

  async read(tenant: string, workspaceId: string): Promise<WorkspaceWeights> {
    const key = keyOf(tenant, workspaceId);
    const entry = await this.#kv.get(BUCKET, key);
    const parsed = LearntWeights.safeParse(entry?.value);
    return this.#keep(key, parsed.success ? parsed.data : NEUTRAL_WEIGHTS);
  }

  /** Compare and set: two that learn at once both count. */
  async change(tenant: string, workspaceId: string, by: (weights: WorkspaceWeights) => WorkspaceWeights): Promise<WorkspaceWeights> {
    const key = keyOf(tenant, workspaceId);
    for (let attempt = 1; ; attempt++) {
      const entry = await this.#kv.get(BUCKET, key);
      const parsed = LearntWeights.safeParse(entry?.value);
      const next = by(parsed.success ? parsed.data : NEUTRAL_WEIGHTS);
      try {
        await this.#kv.put(BUCKET, key, next, entry?.revision ?? 0);
        return this.#keep(key, next);
      } catch (error) {
        if (attempt >= CONFLICTS || !isDomainError(error) || error.code !== 'conflict') throw error;
      }
    }
  }

  #keep(key: string, weights: WorkspaceWeights): WorkspaceWeights {
    if (this.#known.size >= 1_000) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, { weights, at: this.#clock.now() });
    return weights;
  }
}

/** Tenants are named by whoever runs the mesh; keys allow letters, digits and a few signs. */
const keyOf = (tenant: string, workspaceId: string) => `${Buffer.from(tenant).toString('base64url')}.${workspaceId}`;
