import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { WorkspaceId } from '../shared.ts';
import { Mode } from './context-assembly.ts';

const weight = z.number().min(0.25).max(4);

/** What one workspace taught: all of it, so that it can be read, carried elsewhere and given back. */
export const LearntWeights = z.object({
  observations: z.number().int().min(0),
  updatedAt: z.number().nullable(),
  generators: z.record(z.string().max(40), weight).describe('symbol, lexical, dense, history …: 1 = as shipped'),
  kinds: z.record(z.string().max(40), weight).describe('source, test, docs, example, config, generated'),
  modes: z.record(z.string().max(80), z.object({ trials: z.number().min(0), useful: z.number().min(0) })).describe('`intent mode`: answers told about, and the sum of how useful they were (0..1 each); old ones fade'),
});
export type LearntWeights = z.output<typeof LearntWeights>;

/** A citation label or a path. */
const Place = z.string().min(1).max(4_400);
const service = 'context-assembly' as const;

export const feedback = {
  giveFeedback: defineRpc({
    service, verb: 'give-feedback', idempotent: false, timeoutMs: 10_000, errors: ['workspace-not-found', 'workspace-not-indexed', 'conflict', 'unavailable'],
    summary: 'What an answer was worth: the weights of its workspace move a little, within bounds.',
    input: z.object({
      workspaceId: WorkspaceId,
      query: z.string().trim().min(1).max(20_000).describe('The question, as it was asked'),
      mode: Mode.default('automatic'),
      used: z.array(Place).max(200).default([]).describe('Citations or paths that helped'),
      unused: z.array(Place).max(200).default([]).describe('Citations or paths that did not; default: the rest of the best places'),
      rating: z.number().min(0).max(1).optional().describe('Of the answer as a whole; default: 1 when something was used, else 0'),
    }),
    output: z.object({ learnt: z.boolean(), reason: z.string(), weights: LearntWeights }),
  }),
  readWeights: defineRpc({
    service, verb: 'read-weights', idempotent: true, errors: ['unavailable'],
    summary: 'What a workspace taught so far.',
    input: z.object({ workspaceId: WorkspaceId }),
    output: z.object({ enabled: z.boolean(), weights: LearntWeights }),
  }),
  replaceWeights: defineRpc({
    service, verb: 'replace-weights', idempotent: true, errors: ['unavailable', 'conflict'],
    summary: 'Takes exported weights over, or with null begins anew.',
    input: z.object({ workspaceId: WorkspaceId, weights: LearntWeights.nullable() }),
    output: z.object({ weights: LearntWeights }),
  }),
};
