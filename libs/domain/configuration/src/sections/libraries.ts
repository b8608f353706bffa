import { z } from 'zod';
import { reserved } from '../key-flags.ts';
import { share, sumsToOne } from '../rules.ts';
import { byteSize } from '../units.ts';

const search = reserved('library search');
const score = reserved('library quality scores');
const advice = reserved('library recommendations');

/** LR-1 search, LR-3 quality score, LR-4 recommendations, LR-8 project scan. */
export const libraries = z.strictObject({
  max_lock_file: byteSize({ min: '64KiB', max: '256MiB' }).prefault('16MiB').describe('Lock files are read up to this many bytes; of a longer one the versions found so far are used and a problem is reported.'),
  max_manifests: z.number().int().min(1).max(5000).default(200).describe('Manifests read in one workspace (members of npm workspaces included); the rest is reported as a problem.'),
  search_weights: z
    .strictObject({
      text: share().default(0.3).describe('Weight of the full-text match.').meta(search),
      levenshtein: share().default(0.2).describe('Weight of the edit distance between name and query.').meta(search),
      similarity: share().default(0.2).describe('Weight of the string similarity of name and query.').meta(search),
      semantic: share().default(0.3).describe('Weight of the vector similarity of description and query.').meta(search),
    })
    .superRefine(sumsToOne)
    .prefault({}),
  quality_weights: z
    .strictObject({
      popularity: share().default(0.2).describe('Weight of downloads and dependents.').meta(score),
      maintenance: share().default(0.25).describe('Weight of release rhythm and answered issues.').meta(score),
      documentation: share().default(0.15).describe('Weight of README, API docs and examples.').meta(score),
      testing: share().default(0.15).describe('Weight of tests and continuous integration.').meta(score),
      security: share().default(0.15).describe('Weight of known vulnerabilities and how fast they were fixed.').meta(score),
      community: share().default(0.1).describe('Weight of contributors and activity.').meta(score),
    })
    .superRefine(sumsToOne)
    .prefault({}),
  recommendation_weights: z
    .strictObject({
      similar: share().default(0.4).describe('Weight of libraries with a similar description.').meta(advice),
      alternatives: share().default(0.3).describe('Weight of libraries with the same purpose.').meta(advice),
      complementary: share().default(0.3).describe('Weight of libraries used together in real manifests.').meta(advice),
    })
    .superRefine(sumsToOne)
    .prefault({}),
});
