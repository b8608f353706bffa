import type { QueueContract } from '@twinmcp/contracts';
import type { KeyValueStore, ParkedJob } from '@twinmcp/messaging';

/** Jobs that were given up, in a bucket a queue, beside what is needed to run them again. */
export class ParkedJobs {
  readonly #kv: KeyValueStore;

  constructor(kv: KeyValueStore) {
    this.#kv = kv;
  }

  async park(queue: QueueContract, job: ParkedJob): Promise<void> {
    await this.#kv.put(bucket(queue), keyOf(job.id), job);
  }

  async list(queue: QueueContract): Promise<ParkedJob[]> {
    const entries = await this.#kv.list(bucket(queue));
    return entries.map((entry) => entry.value as ParkedJob).sort((a, b) => a.parkedAtMs - b.parkedAtMs);
  }

  async get(queue: QueueContract, id: string): Promise<ParkedJob | null> {
    return ((await this.#kv.get(bucket(queue), keyOf(id)))?.value as ParkedJob | undefined) ?? null;
  }

  async remove(queue: QueueContract, id: string): Promise<void> {
    await this.#kv.delete(bucket(queue), keyOf(id));
  }
}

const bucket = (queue: QueueContract): string => `parked_${queue.name}`;
/** Job ids are free text, keys are not. */
const keyOf = (id: string): string => `id-${Buffer.from(id).toString('base64url')}`;
