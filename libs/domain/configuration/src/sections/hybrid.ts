import { z } from 'zod';
import { reserved } from '../key-flags.ts';
import { share } from '../rules.ts';
import { duration } from '../units.ts';

/** HM-1 mode selector, HM-2 parallel execution. */
export const hybrid = z.strictObject({
  default_mode: z.enum(['automatic', 'ast', 'rag', 'hybrid']).default('automatic').describe('Retrieval mode of requests that name none. automatic = chosen for each question from its intent and the state of the index.'),
  ast_threshold: share().default(0.8).describe('Least confidence of the AST result (0..1) at which automatic mode answers from it alone. Higher = more questions also search vectors: slower, safer.'),
  decision_cache_ttl: duration({ max: '1d' }).prefault('10m').describe('How long a mode decision is reused for the same question and index generation. 0s = decided anew each time.'),
  decision_cache_entries: z.number().int().min(0).max(1_000_000).default(1000).describe('Mode decisions kept in memory; the least recently used goes first.'),
  max_analysis_time: duration({ min: '50ms', max: '1m' }).prefault('2s').describe('Time that AST and vector retrieval get together. What is not there by then is left out and the answer says so.'),
  quality_score_min: share().default(0.7).describe('Quality (0..1) below which an answer carries hints on what would improve it.'),
  history_window: duration({ min: '1m', max: '7d' }).prefault('1h').describe('How far back measured latency and quality of each mode weigh in the decision.').meta(reserved('the mode selector, once it learns from past answers')),
});
