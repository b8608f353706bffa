import { z } from 'zod';
import { reserved } from '../key-flags.ts';
import { share } from '../rules.ts';
import { byteSize, duration } from '../units.ts';

const target = reserved('monitoring, to tell whether the promises are kept, and the capacity forecast');
const accuracy = reserved('the evaluation gate');

/** Targets, not limits: nothing is refused or slowed down because of them. SC-6, HM-4, HM-6, HM-9, CX-7, CX-8. */
export const performance = z.strictObject({
  latency_p50: duration({ min: '1ms', max: '1m' }).prefault('30ms').describe('Median time of an answer with the engine running.').meta(target),
  latency_p95: duration({ min: '1ms', max: '1m' }).prefault('500ms').describe('95th percentile of the answer time across the mesh at target load.').meta(target),
  requests_per_second: z.number().int().min(1).max(10_000_000).default(10_000).describe('Requests a second across the mesh.').meta(target),
  memory_max: byteSize({ min: '64MB', max: '1024GB' }).prefault('1GB').describe('Resident memory of one process at target load.').meta(target),
  cpu_max: share().default(0.7).describe('Share of its CPU that one process uses at target load.').meta(target),
  cache_hit_rate: share().default(0.85).describe('Hit rate of the AST and answer caches on repeated traffic.').meta(target),
  edit_to_searchable: duration({ min: '10ms', max: '10m' }).prefault('1s').describe('Time from saving a file to finding its new content.').meta(target),
  index_bytes_per_second: byteSize({ min: '1KB', max: '10GB' }).prefault('1.5MB').describe('Source bytes indexed a second from nothing on two cores, vectors included.').meta(target),
  accuracy: z
    .strictObject({
      ast: share().default(0.9).describe('Accuracy of AST answers on the labelled sets.').meta(accuracy),
      rag: share().default(0.8).describe('Accuracy of vector answers on the labelled sets.').meta(accuracy),
      hybrid: share().default(0.92).describe('Accuracy of hybrid answers on the labelled sets.').meta(accuracy),
      mode_choice: share().default(0.8).describe('Share of labelled questions for which automatic mode picks the right mode.').meta(accuracy),
      answer_quality: share().default(0.85).describe('Mean quality of assembled answers on the labelled sets.').meta(accuracy),
    })
    .prefault({}),
});
