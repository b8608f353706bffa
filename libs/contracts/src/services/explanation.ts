import { z } from 'zod';

const share = z.number().min(0).max(1);

/** How an answer came to be: made only when asked for. */
export const Explanation = z.object({
  mode: z.object({
    requested: z.string(),
    used: z.string(),
    confidence: share,
    likely: z.record(z.string(), share).nullable().describe('Mode → how likely it is the best, by the learnt selector; null when a mode was forced or nothing could be looked up'),
    reasons: z.array(z.string()),
  }),
  question: z.object({
    intents: z.array(z.object({ kind: z.string(), confidence: share, because: z.array(z.string()) })),
    needs: z.array(z.string()),
    names: z.array(z.object({ name: z.string(), certainty: share })),
    paths: z.array(z.string()),
    errors: z.array(z.string()),
    libraries: z.array(z.string()),
    languages: z.array(z.string()),
    naturalLanguage: z.string().nullable(),
    times: z.array(z.string()),
    words: z.array(z.string()),
    complexity: share,
  }),
  cached: z.boolean().describe('The ranking was made for the same question before; text is read anew each time'),
  channels: z.array(z.object({ channel: z.string(), found: z.number().int().nullable().describe('Null when it gave no answer or was not asked'), failed: z.string().nullable(), ms: z.number().nullable() })),
  ranking: z.object({
    how: z.enum(['learnt', 'factors']),
    confidence: share.describe('Chance that the best file is what is meant; 0 where names alone answered'),
    kinds: z.record(z.string(), share).nullable().describe('How much the question is of each kind that weights were learnt for; null where no text was found'),
  }).optional().describe('Absent from services of an earlier release'),
  places: z.array(z.object({ label: z.string(), score: z.number(), sources: z.array(z.string()), factors: z.record(z.string(), share).optional().describe('What the score was made of, where `how` is factors') })).describe('The first of the ranking, at most 20'),
  placesTotal: z.number().int(),
  costs: z.array(z.object({ stage: z.string(), ms: z.number() })),
});
export type Explanation = z.output<typeof Explanation>;
