import { boundTurn } from './bounds.ts';
import type { ConversationKey, ConversationLimits, ConversationStore, Turn } from './model.ts';

interface Kept {
  readonly key: ConversationKey;
  turns: Turn[];
  last: number;
  usedAt: number;
}

/** For tests, and the measure of what a store does. */
export class MemoryConversationStore implements ConversationStore {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async read(key: ConversationKey, limits: ConversationLimits): Promise<Turn[]> {
    const oldest = this.#now() - limits.retentionMs;
    return (this.#kept.get(idOf(key))?.turns ?? []).filter((turn) => turn.askedAt > oldest).slice(-limits.turns);
  }

  async append(key: ConversationKey, turn: Omit<Turn, 'number'>, limits: ConversationLimits): Promise<number> {
    const id = idOf(key);
    const kept = this.#kept.get(id) ?? { key, turns: [], last: 0, usedAt: 0 };
    kept.last++;
    kept.usedAt = turn.askedAt;
    kept.turns = [...kept.turns, { ...boundTurn(turn), number: kept.last }].slice(-limits.turns);
    this.#kept.set(id, kept);
    const others = [...this.#kept.entries()].filter(([, { key: other }]) => other.tenant === key.tenant && other.workspaceId === key.workspaceId).sort(([, a], [, b]) => b.usedAt - a.usedAt);
    for (const [old] of others.slice(limits.conversations)) this.#kept.delete(old);
    return kept.last;
  }

  async remove({ tenant, workspaceId, name }: Omit<ConversationKey, 'name'> & { readonly name?: string }): Promise<number> {
    const gone = [...this.#kept.entries()].filter(([, { key }]) => key.tenant === tenant && key.workspaceId === workspaceId && (name === undefined || key.name === name));
    for (const [id] of gone) this.#kept.delete(id);
    return gone.length;
  }

  async expire(unusedSince: number): Promise<number> {
    const gone = [...this.#kept.entries()].filter(([, { usedAt }]) => usedAt < unusedSince);
    for (const [id] of gone) this.#kept.delete(id);
    return gone.length;
  }
}

const idOf = ({ tenant, workspaceId, name }: ConversationKey) => `${tenant}/${workspaceId}/${name}`;
