import { z } from 'zod';
import { secret } from '../key-flags.ts';
import { share, sumsToOne } from '../rules.ts';
import { duration } from '../units.ts';

/** CX-2 selection, CX-3 memory, CX-4 budget, CX-6 compression, CX-7 cache, CX-8 quality gate. */
export const context = z
  .strictObject({
    default_budget: z.number().int().min(100).max(1_000_000).default(4000).describe('Tokens of an answer whose request names no budget.'),
    max_budget: z.number().int().min(100).max(1_000_000).default(200_000).describe('Largest budget a request may ask for; a larger one is refused.'),
    tokenizer: z.enum(['o200k_base', 'cl100k_base']).default('o200k_base').describe('Tokenizer that counts budgets of requests that name none: o200k_base (GPT-4o and later), cl100k_base (GPT-4, GPT-3.5).'),
    concurrent_answers: z.number().int().min(1).max(1_000).default(6).describe('Answers that one process makes at a time; further questions wait in order. More of them at once take more memory and are not ready sooner. Repeated questions do not wait.'),
    library_share: z.number().min(0).max(0.5).default(0.25).describe('Share of a budget that documentation of libraries may take, where the question names a dependency of the workspace. 0 = answers hold the workspace alone.'),
    ranking: z.enum(['learnt', 'factors']).default('learnt').describe('What orders the places that were found. learnt = weights learnt from labelled questions. factors = `rank_weights`: fewer right answers, but an order that can be told in one line.'),
    rank_weights: z
      .strictObject({
        relevance: share().default(0.5).describe('Weight of the match with the question, where `ranking` is factors.'),
        recency: share().default(0.2).describe('Weight of how lately the source changed.'),
        type_fit: share().default(0.2).describe('Weight of the fit between the intent of the question and the kind of source.'),
        diversity: share().default(0.1).describe('Weight of being unlike what is already in the answer.'),
      })
      .superRefine(sumsToOne)
      .prefault({}),
    cache: z
      .strictObject({
        entries: z.number().int().min(0).max(1_000_000).default(1000).describe('Rankings kept in memory for repeated questions on an unchanged index. 0 = no cache.'),
        ttl: duration({ max: '30d' }).prefault('1h').describe('Age at which a cached ranking is dropped; text is read from the source each time, and a new index generation makes a new ranking.'),
      })
      .prefault({}),
    memory: z
      .strictObject({
        similarity_min: share().default(0.6).describe('Least similarity (0..1) at which an earlier question of the conversation is joined with one that names things itself. What refers to the question before is always understood.'),
        retention: duration({ max: '3650d' }).prefault('30d').describe('Age at which the questions of a conversation are deleted. 0s = conversations are switched off: nothing is stored or recalled.'),
        max_turns: z.number().int().min(1).max(1000).default(50).describe('Questions of one conversation that are kept; the oldest go first.'),
        max_conversations: z.number().int().min(1).max(1_000_000).default(1000).describe('Conversations of one workspace that are kept; the one that was not used for the longest time goes first.'),
      })
      .prefault({}),
    learning: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Whether feedback changes the ranking of its workspace. false = nothing is learnt and what was learnt is not used; it is kept until it is reset.'),
        rate: z.number().min(0).max(1).default(0.1).describe('How far one feedback moves a weight: at most by this factor (e^rate).'),
        bound: z.number().min(1).max(4).default(1.5).describe('Learnt weights stay between 1/bound and bound. 1 = nothing moves.'),
      })
      .prefault({}),
    language_model: z
      .strictObject({
        url: z.string().max(2_000).refine((text) => text === '' || /^https?:\/\//.test(text), 'must be an http or https URL').default('').describe('Base of a server with the OpenAI protocol (`http://localhost:11434/v1`) that is asked for intent, names and words of each question. The question leaves this process; no source does. Empty = questions are understood locally alone.'),
        model: z.string().max(200).default('').describe('Model that is asked.'),
        api_key: z.string().max(1_000).default('').describe('Sent as a bearer token; empty = none.').meta(secret),
        timeout: duration({ min: '10ms', max: '30s' }).prefault('300ms').describe('What an answer waits for it, at most. Later, or after any failure, the local understanding stands.'),
      })
      .prefault({}),
    compression: z
      .strictObject({
        redundancy: share().default(0.9).describe('Similarity (Jaccard, of stemmed terms) from which a sentence of a document counts as said already and is left out of the answer.'),
      })
      .prefault({}),
  })
  .superRefine((section, ctx) => {
    if (section.default_budget > section.max_budget) ctx.addIssue({ code: 'custom', path: ['default_budget'], message: `default_budget (${section.default_budget}) is above max_budget (${section.max_budget})` });
  });
