import { z } from 'zod';
import { local, restart, secret } from '../key-flags.ts';
import { share, sumsToOne } from '../rules.ts';
import { byteSize, duration } from '../units.ts';

const baseUrl = (at: string, what: string) => z.url({ protocol: /^https?$/ }).default(at).describe(`Base URL of ${what}; it may carry credentials.`).meta({ ...restart, ...secret });

const host = z.string().regex(/^[\w.-]+(?::\d+)?$/, 'a host, with its port where it has one').max(300);

/** LR-1 search, LR-3 quality score, LR-4 recommendations, LR-8 project scan. */
export const libraries = z.strictObject({
  max_lock_file: byteSize({ min: '64KiB', max: '256MiB' }).prefault('16MiB').describe('Lock files are read up to this many bytes; of a longer one the versions found so far are used and a problem is reported.'),
  max_manifests: z.number().int().min(1).max(5000).default(200).describe('Manifests read in one workspace (members of npm workspaces included); the rest is reported as a problem.'),
  go_module_cache: z.string().max(4096).default('').describe('Folder of the Go module cache. Empty = the usual one, `go/pkg/mod` in the home directory.').meta(restart),
  cargo_home: z.string().max(4096).default('').describe('Folder of Cargo. Empty = the usual one, `.cargo` in the home directory.').meta(restart),
  registries: z
    .strictObject({
      enabled: z.boolean().default(false).describe('Whether registries may be asked about libraries. The names of libraries leave this machine then, nothing else.').meta(restart),
      npm: baseUrl('https://registry.npmjs.org', 'the npm registry'),
      npm_downloads: baseUrl('https://api.npmjs.org', 'the counts of npm downloads'),
      pypi: baseUrl('https://pypi.org', 'PyPI'),
      cargo: baseUrl('https://crates.io', 'crates.io'),
      go: baseUrl('https://proxy.golang.org', 'the Go module proxy'),
      concurrency: z.number().int().min(1).max(32).default(4).describe('Requests at a time to one registry.').meta(restart),
      timeout: duration({ min: '100ms', max: '5m' }).prefault('10s').describe('Time for one attempt; there are up to three, and none is begun after this time.').meta(restart),
      max_answer: byteSize({ min: '64KiB', max: '512MiB' }).prefault('64MiB').describe('Longer answers are refused.').meta(restart),
      fresh: duration({ max: '365d' }).prefault('1d').describe('What a registry said is not asked again for this long; afterwards only whether it changed.').meta(restart),
      public_hosts: z.array(host).max(50).default([]).describe('Hosts of mirrors of public registries. What any other host gives than these and the public registries themselves counts as private: its documentation is not stored.').meta(restart),
      archive_hosts: z.array(host).max(50).default([]).describe('Hosts that archives may be fetched from beside the registries and what goes with them (files.pythonhosted.org, static.crates.io). A registry that points elsewhere is not followed.').meta(restart),
      cache_size: byteSize({ max: '100GB' }).prefault('256MiB').describe('Bytes of answers kept on disk for when a registry does not answer.'),
    })
    .prefault({}),
  repositories: z
    .strictObject({
      enabled: z.boolean().default(false).describe('Whether the host of repositories is asked for stars, issues, contributors and continuous integration of a library whose quality is asked for. The names of repositories leave this machine then.').meta(restart),
      api: baseUrl('https://api.github.com', 'an API like that of GitHub'),
      hosts: z.array(host).max(20).default(['github.com']).describe('Hosts whose repositories that API knows.').meta(restart),
      token: z.string().max(1_000).default('').describe('Sent to that API; with one it allows more requests. Empty = asked without.').meta({ ...restart, ...secret }),
    })
    .prefault({}),
  advisories: z
    .strictObject({
      source: z.enum(['import', 'api', 'both']).default('import').describe('Where known vulnerabilities come from: dumps that were imported (nothing leaves this machine), the OSV API (names and versions of packages are sent), or both.'),
      api_url: z.url().default('https://api.osv.dev').describe('Base address of the OSV API, or of a mirror of it.'),
    })
    .prefault({}),
  docs: z
    .strictObject({
      content_storage: z.enum(['full', 'none']).default('full').describe('Whether the documentation of public packages is kept in the data directory, to be answered when the package is gone. That of private packages never is.'),
      archives: z.string().max(4096).default('').describe('Folder of package archives that documentation is read from where a package is not installed: `<ecosystem>/<name>-<version>.tgz`, with `+` for `/` in a name. Empty = `library-resolution/archives` in the data directory.'),
      fetch: z.boolean().default(true).describe('Whether the archive of a package that is not installed is fetched from its registry, where registries may be asked (libraries.registries.enabled).'),
      max_archive: byteSize({ min: '64KiB', max: '1GiB' }).prefault('64MiB').describe('Larger archives are neither fetched nor read.').meta(restart),
      archive_cache: byteSize({ max: '100GB' }).prefault('1GiB').describe('Bytes of fetched archives of public packages kept on disk, the least recently used go first.'),
      git_hosts: z.array(host).max(50).default([]).describe('Hosts whose git repositories are cloned for the documentation of packages that a lock file has from a commit there; `file` = those on this machine. Empty = none.'),
      auto_index: z.boolean().default(true).describe('Whether the documentation of a dependency is indexed when it is added to a watched workspace.'),
    })
    .prefault({}),
  webhooks: z
    .array(z.strictObject({ url: z.url({ protocol: /^https?$/ }).describe('Where changes of dependencies are posted.'), secret: z.string().min(16).optional().describe('Key of the HMAC-SHA256 signature that the receiver checks.'), allow_private: z.boolean().default(false).describe('Whether the receiver may be on this machine or in a private network.') }))
    .default([])
    .describe('Receivers of changes of dependencies, each `{url, secret, allow_private}`. A receiver on this machine or in a private network is told only with `allow_private: true`. Empty = they are told as server-sent events only.')
    .meta({ ...secret, ...local }),
  search_weights: z
    .strictObject({
      text: share().default(0.3).describe('Weight of the full-text match.'),
      levenshtein: share().default(0.2).describe('Weight of the edit distance between name and query.'),
      similarity: share().default(0.2).describe('Weight of the string similarity of name and query.'),
      semantic: share().default(0.3).describe('Weight of the vector similarity of description and query.'),
    })
    .superRefine(sumsToOne)
    .prefault({}),
  quality_weights: z
    .strictObject({
      popularity: share().default(0.2).describe('Weight of downloads and dependents.'),
      maintenance: share().default(0.25).describe('Weight of release rhythm and answered issues.'),
      documentation: share().default(0.15).describe('Weight of README, API docs and examples.'),
      testing: share().default(0.15).describe('Weight of tests and continuous integration.'),
      security: share().default(0.15).describe('Weight of known vulnerabilities and how fast they were fixed.'),
      community: share().default(0.1).describe('Weight of contributors and activity.'),
    })
    .superRefine(sumsToOne)
    .prefault({}),
  recommendation_weights: z
    .strictObject({
      similar: share().default(0.4).describe('Weight of libraries with a similar description.'),
      alternatives: share().default(0.3).describe('Weight of libraries with the same purpose.'),
      complementary: share().default(0.3).describe('Weight of libraries used together in real manifests.'),
    })
    .superRefine(sumsToOne)
    .prefault({}),
});
