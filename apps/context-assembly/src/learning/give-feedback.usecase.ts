import type { LiveConfig } from '@twinmcp/configuration';
import { learn, type JudgedPlace, understandQuery } from '@twinmcp/context';
import type { feedback, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { systemClock, type Clock } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { classifyPath, type FusedPlace } from '@twinmcp/retrieval';
import type { RetrievePlaces } from '../retrieval/retrieve-places.usecase.ts';
import type { WeightsStore } from './weights-store.ts';

/** Best places that count as answered where feedback does not say what was of no use. */
const ANSWERED = 20;
const DEPTH = 150;

/**
 * Learns from what an answer was worth. Which generators found its places is asked again, of the ranking (mostly cached):
 * no answer has to be remembered, and any replica can learn from it.
 */
export class GiveFeedback {
  readonly #retrieve: RetrievePlaces;
  readonly #weights: WeightsStore;
  readonly #config: LiveConfig;
  readonly #clock: Clock;

  constructor(retrieve: RetrievePlaces, weights: WeightsStore, config: LiveConfig, clock: Clock = systemClock) {
    this.#retrieve = retrieve;
    this.#weights = weights;
    this.#config = config;
    this.#clock = clock;
  }

  async execute(input: RpcParsedInput<typeof feedback.giveFeedback>, ctx: CallContext): Promise<RpcOutput<typeof feedback.giveFeedback>> {
    const { enabled, rate, bound } = this.#config.current.context.learning;
    if (!enabled) return { learnt: false, reason: 'learning is switched off on this server (context.learning.enabled)', weights: await this.#weights.read(ctx.tenant, input.workspaceId) };
    const { places, decision } = await this.#retrieve.execute({ workspaceId: input.workspaceId, query: input.query, mode: input.mode, depth: DEPTH }, ctx);
    const isUsed = matcher(input.used);
    const isUnused = input.unused.length > 0 ? matcher(input.unused) : () => true;
    const used = places.filter(isUsed);
    const unused = (input.unused.length > 0 ? places : places.slice(0, ANSWERED)).filter((place) => !isUsed(place) && isUnused(place));
    const rating = input.rating ?? (input.used.length > 0 ? 1 : 0);
    const intent = understandQuery(input.query).intents[0]!.kind;
    const outcome = { intent, mode: decision.mode, rating, used: used.map(judged), unused: unused.map(judged) };
    const weights = await this.#weights.change(ctx.tenant, input.workspaceId, (known) => learn(known, outcome, { rate, bound }, this.#clock.now()));
    const missed = input.used.length > 0 && used.length === 0 ? '; none of the places that were used is in the ranking of this question now' : '';
    return { learnt: true, reason: `${used.length} used and ${unused.length} unused places of mode ${decision.mode}${missed}`, weights };
  }
}

const judged = ({ sources, path }: FusedPlace): JudgedPlace => ({ sources, kind: classifyPath(path) });

/** `path`, `path:start-end` or a citation label `path:start-end@commit`. Lines count as the place that they overlap. */
function matcher(labels: readonly string[]): (place: FusedPlace) => boolean {
  const wanted = labels.map((label) => {
    const match = /^(.*?):(\d{1,9})(?:-(\d{1,9}))?(?:@[0-9a-f]{4,64}\+?)?$/.exec(label.trim());
    return match ? { path: match[1]!, from: Number(match[2]), to: Number(match[3] ?? match[2]) } : { path: label.trim(), from: 1, to: Infinity };
  });
  return (place) => wanted.some(({ path, from, to }) => place.path === path && place.startLine <= to && place.endLine >= from);
}
