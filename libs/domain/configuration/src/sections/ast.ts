import { z } from 'zod';
import { restart } from '../key-flags.ts';
import { byteSize, duration } from '../units.ts';

/** HM-4 AST analysis in real time. */
export const ast = z.strictObject({
  worker_pool_size: z.number().int().min(1).max(64).default(8).describe('Most parser threads of one process; never more than the cores there are. Each holds 40 to 80 MB once it has parsed.').meta(restart),
  parallel_workers: z.number().int().min(1).max(64).default(6).describe('Parser threads that indexing may use. Runs and questions share one pool of threads; its size is the smaller of this and `ast.worker_pool_size`.').meta(restart),
  max_file_size: byteSize({ min: '1KB', max: '1GB' }).prefault('20MB').describe('Files above it are listed as skipped (too-large) and not indexed.').meta(restart),
  analysis_timeout: duration({ min: '100ms', max: '10m' }).prefault('10s').describe('Time for one file; past it the file is indexed as plain text and listed as degraded.').meta(restart),
  max_worker_memory: byteSize({ min: '32MiB', max: '2GiB' }).prefault('1GiB').describe('Bound of the heap of one parser thread and, apart from it, of its syntax trees. A file that needs more is indexed as plain text and its thread replaced.').meta(restart),
  cache: z
    .strictObject({
      entries: z.number().int().min(0).max(1_000_000).default(2000).describe('Syntax trees of edited files kept in memory, so that their next version is parsed from where it differs. 0 = none.').meta(restart),
      ttl: duration({ max: '30d' }).prefault('15m').describe('Age at which a kept tree is dropped. Its thread ends with its last tree.').meta(restart),
      size: byteSize({ min: '1MiB', max: '16GiB' }).prefault('64MiB').describe('Memory of all kept trees and their texts together.').meta(restart),
    })
    .prefault({}),
});
