import { z } from 'zod';
import { restart } from '../key-flags.ts';
import { share } from '../rules.ts';
import { duration } from '../units.ts';
import { cache, cohere, completeProvider, onnx, openai } from './embedding-providers.ts';

export const embedding = z.strictObject({
  provider: z.enum(['local', 'onnx', 'openai', 'cohere']).default('local').describe('What turns text into vectors. local = the built-in model, no download, no network; onnx = a transformer from a folder; openai = OpenAI or a server with its protocol; cohere = Cohere. With the last two, text leaves this machine. Another provider or model means another index: the old one is emptied when it is opened and filled by the next indexing run; what the cache holds of the new model is not embedded again.').meta(restart),
  cache: cache.prefault({}),
  onnx: onnx.prefault({}),
  openai: openai.prefault({}),
  cohere: cohere.prefault({}),
  index_thread: z.boolean().default(true).describe('Whether the embedded index (without Qdrant and without shards) is searched and written in a thread of its own, so that other requests do not wait for it. Commands that end soon do without: a thread has to start first.').meta(restart),
  sharding: z
    .strictObject({
      strategy: z.enum(['none', 'hash', 'semantic']).default('none').describe('How the index of a workspace is spread over several collections (Qdrant) or databases (without Qdrant; slower there than the one index that is used otherwise). hash = evenly by id, a search asks all; semantic = by meaning, a search asks the nearest and misses a little: a new index begins as hash and is moved by `twinmcp shards rebalance`, since there is nothing to learn from yet. Between none and the others the index begins empty, and the next indexing run fills it.').meta(restart),
      shards: z.number().int().min(1).max(256).default(4).describe('Shards of a new index. One that is there is changed by `twinmcp shards rebalance`, while searches go on.').meta(restart),
    })
    .prefault({}),
  snapshots: z
    .strictObject({
      keep: z.number().int().min(1).max(1_000).default(5).describe('Snapshots kept of the index of a workspace; the oldest beyond go. One is as large as the index.'),
    })
    .prefault({}),
  quality: z
    .strictObject({
      every: duration({ max: '365d' }).prefault('1d').describe('How often the quality of the vectors of each workspace is measured while the service runs. 0 = only with `twinmcp verify-quality`.'),
      drift: share().default(0.15).describe('Change for the worse of a metric since the last measurement, as a share of its value, that raises an alert. Hubness, which moves more, may change twice as much.'),
      mean_cosine_max: share().default(0.6).describe('Mean cosine of two different chunks above which vectors count as lying in one cone: searches then tell little apart.'),
      hubness_max: z.number().positive().max(100).default(10).describe('Skewness of how often a chunk is among the ten nearest of others, above which a few chunks crowd out the rest.'),
      collision_share_max: share().default(0.05).describe('Share of chunks whose vector is the same as that of another text.'),
      neighbour_overlap_min: share().default(0.9).describe('Share of the ten truly nearest chunks that the search must find.'),
      known_pair_accuracy_min: share().default(0.8).describe('Share of comparisons in which a heading or doc comment must be nearer to its own text than to another.'),
      probe_recall_min: share().default(0.3).describe('Share of headings and doc comments that must find their own place among the first ten of the whole workspace.'),
    })
    .prefault({}),
}).superRefine(completeProvider);
