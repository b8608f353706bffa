import { z } from 'zod';
import { reserved, restart } from '../key-flags.ts';
import { byteSize, duration } from '../units.ts';

/** HM-4 AST analysis in real time. */
export const ast = z.strictObject({
  worker_pool_size: z.number().int().min(1).max(64).default(8).describe('Most parser threads of one process; never more than the cores there are. Each holds 40 to 80 MB once it has parsed.').meta(restart),
  parallel_workers: z.number().int().min(1).max(64).default(6).describe('Parser threads that indexing may use. Runs and questions share one pool of threads; its size is the smaller of this and `ast.worker_pool_size`.').meta(restart),
  max_file_size: byteSize({ min: '1KB', max: '1GB' }).prefault('20MB').describe('Files above it are listed as skipped (too-large) and not indexed.').meta(restart),
  analysis_timeout: duration({ min: '100ms', max: '10m' }).prefault('10s').describe('Time for one file; past it the file is indexed as plain text and listed as degraded.').meta(restart),
  cache: z
    .strictObject({
      entries: z.number().int().min(0).max(1_000_000).default(2000).describe('Analysed files kept in memory. 0 = no cache.').meta(reserved('the AST cache of live analysis')),
      ttl: duration({ max: '30d' }).prefault('15m').describe('Age at which a cached analysis is dropped; a changed file is never served from the cache whatever its age.').meta(reserved('the AST cache of live analysis')),
    })
    .prefault({}),
});
