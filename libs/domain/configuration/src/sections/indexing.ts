import { z } from 'zod';
import { reserved } from '../key-flags.ts';
import { byteSize, duration } from '../units.ts';

export const indexing = z.strictObject({
  batch_files: z.number().int().min(1).max(256).default(64).describe('Most files sent to the embedding service in one message.'),
  batch_bytes: byteSize({ min: '16KiB', max: '480KiB' }).prefault('384KiB').describe('Most bytes of one such message; the bus refuses 512 KiB.'),
  max_chunk_size: byteSize({ min: '256B', max: '64KiB' }).prefault('4KiB').describe('Most bytes of source in one chunk; longer declarations are split at syntax boundaries. Changing it re-analyses every file.').meta(reserved('the chunker; its own limits apply until then')),
  exclude: z.array(z.string().min(1)).default([]).describe('Patterns in .gitignore syntax of files that are never indexed, in every workspace, beside .gitignore and .twinmcpignore.'),
  allow_broad_roots: z.boolean().default(false).describe('Whether `/` and the home directory may be registered as a workspace. They hold far more than a project, and a home directory holds secrets.'),
  watch: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether a running engine (`twinmcp up`, `twinmcp mcp`, the ast-analysis service) notices changes of indexed workspaces by itself. `twinmcp watch` does so whatever this says.'),
      debounce: duration({ min: '10ms', max: '1m' }).prefault('20ms').describe('Quiet time after the last change before the changed files are analysed again.'),
      max_delay: duration({ min: '50ms', max: '10m' }).prefault('1s').describe('Longest time that a stream of changes without a pause is waited for.'),
      reconcile_interval: duration({ min: '1s', max: '30d' }).prefault('10m').describe('How often a watched directory is compared as a whole, in case the system lost events.'),
      poll_interval: duration({ min: '100ms', max: '1d' }).prefault('5s').describe('The same where the system cannot watch a directory (no more inotify watches, a network file system).'),
      git_interval: duration({ min: '1s', max: '30d' }).prefault('1m').describe('How often the remote of a git workspace is asked whether its ref moved.'),
    })
    .prefault({}),
  content_storage: z
    .strictObject({
      code: z.enum(['none']).default('none').describe('Whether the index keeps the text of source files. none = only vectors, term statistics, names, positions and hashes; text is read from the source at answer time.').meta(reserved('nothing: code has no other setting')),
      docs: z.enum(['none', 'full']).default('full').describe('The same for documentation of public libraries.').meta(reserved('library documentation')),
    })
    .prefault({}),
});
