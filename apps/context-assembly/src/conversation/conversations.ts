import type { LiveConfig } from '@twinmcp/configuration';
import { resolveFollowUp, topicOf, understandQuery, type ConversationKey, type ConversationLimits, type ConversationStore, type FollowUp, type SentPlace, type Turn } from '@twinmcp/context';
import type { ContextAnswer, ConversationState, Degradation } from '@twinmcp/contracts';
import { systemClock, withTimeout, type Clock } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { maskSecrets } from '@twinmcp/syntax';
import { failureReason } from '../retrieval/failure-reason.ts';

/** A question as it is to be answered, and what is needed to remember it. */
export interface Heard {
  readonly followUp: FollowUp;
  /** Oldest first. */
  readonly turns: readonly Turn[];
  readonly degraded: Degradation | null;
}

/** The embedded store takes seconds to open for the first time: the question is not kept waiting for that, what is to be remembered is. */
const HEAR_MS = 2_000;
const REMEMBER_MS = 8_000;
const SHARE = 0.4;
const EXPIRE_EVERY_MS = 3_600_000;

/** What was said before has a say in what is asked now. A store that fails or is slow costs the memory, never the answer. */
export class Conversations {
  readonly #store: ConversationStore;
  readonly #config: LiveConfig;
  readonly #clock: Clock;
  #expiredAt: number;

  constructor(store: ConversationStore, config: LiveConfig, clock: Clock = systemClock) {
    this.#store = store;
    this.#config = config;
    this.#clock = clock;
    this.#expiredAt = clock.now();
  }

  get enabled(): boolean {
    return this.#config.current.context.memory.retention > 0;
  }

  async hear(key: ConversationKey, query: string, ctx: CallContext): Promise<Heard> {
    const alone = { followUp: { query, recalled: [], reason: null }, turns: [], degraded: null };
    if (!this.enabled) return { ...alone, degraded: { part: 'conversation', reason: 'switched off on this server (context.memory.retention)', effect: 'the question was read alone and is not remembered' } };
    try {
      const turns = await this.#inTime(this.#store.read(key, this.#limits()), HEAR_MS, ctx);
      return { followUp: resolveFollowUp(query, understandQuery(query), turns, this.#config.current.context.memory.similarity_min), turns, degraded: null };
    } catch (error) {
      return { ...alone, degraded: { part: 'conversation', reason: failureReason(error), effect: 'the question was read alone' } };
    }
  }

  /** What the answer says about its conversation, and what went wrong remembering it. */
  async remember(key: ConversationKey, heard: Heard, answer: ContextAnswer, ctx: CallContext): Promise<{ state: ConversationState; degraded: Degradation | null }> {
    const sent = answer.items.map(({ citation, symbol, truncated, tokens }): SentPlace => ({ path: citation.path, startLine: citation.startLine, endLine: citation.endLine, symbol, fileHash: citation.fileHash, truncated, tokens }));
    const { followUp, turns } = heard;
    const resident = [...turns.flatMap((turn) => turn.sent), ...sent].reduce((sum, place) => sum + place.tokens, 0);
    const state = { name: key.name, turn: null, recalled: [...followUp.recalled], readAs: followUp.reason === null ? null : followUp.query, resident };
    if (!this.enabled) return { state, degraded: null };
    try {
      // What is asked may hold a pasted secret; and what the question refers to is carried on to the next.
      const query = maskSecrets(answer.query).text;
      const topic = topicOf(understandQuery(maskSecrets(followUp.query).text), sent);
      const turn = await this.#inTime(this.#store.append(key, { askedAt: this.#clock.now(), query, topic, sent }, this.#limits()), REMEMBER_MS, ctx);
      this.#expire();
      return { state: { ...state, turn }, degraded: null };
    } catch (error) {
      return { state, degraded: { part: 'conversation', reason: failureReason(error), effect: 'this question may not be remembered' } };
    }
  }

  read(key: ConversationKey): Promise<Turn[]> {
    return this.#store.read(key, this.#limits());
  }

  /** Works whether conversations are switched on or not: what is stored can always be deleted. */
  forget(key: Omit<ConversationKey, 'name'> & { readonly name?: string }): Promise<number> {
    return this.#store.remove(key);
  }

  #limits(): ConversationLimits {
    const { retention, max_turns, max_conversations } = this.#config.current.context.memory;
    return { turns: max_turns, conversations: max_conversations, retentionMs: retention };
  }

  /** Now and then, beside the work. What failed is tried again an hour later. */
  #expire(): void {
    const now = this.#clock.now();
    if (now - this.#expiredAt < EXPIRE_EVERY_MS) return;
    this.#expiredAt = now;
    this.#store.expire(now - this.#config.current.context.memory.retention).catch(() => undefined);
  }

  #inTime<T>(work: Promise<T>, limitMs: number, ctx: CallContext): Promise<T> {
    return withTimeout(work, Math.min(limitMs, ctx.deadline.remainingMs() * SHARE), 'the store of conversations');
  }
}
