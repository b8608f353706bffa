import type { SkipReason } from '@twinmcp/contracts';
import { IgnoreRules, type IgnoreScope } from './ignore-rules.ts';
import { BINARY_EXTENSIONS, LOCK_FILES, OUTPUT_DIRECTORIES, SECRET_DIRECTORIES, VCS_DIRECTORIES, isSecretName } from './known-paths.ts';

export interface PathPolicyOptions {
  /** Patterns in gitignore(5) syntax, relative to the root, that replace the built-in list of output directories. Default: `OUTPUT_DIRECTORIES`. */
  readonly outputDirectories?: readonly string[];
  /** Further patterns to leave out, for every workspace. Default: none. */
  readonly exclude?: readonly string[];
}

export interface Verdict {
  readonly reason: SkipReason;
  readonly detail: string;
}

/** Which paths of a workspace are indexed. Pure: names only, nothing is opened. */
export class PathPolicy {
  readonly #output: IgnoreRules;
  readonly #exclude: IgnoreRules;

  constructor(options: PathPolicyOptions = {}) {
    this.#output = IgnoreRules.parse((options.outputDirectories ?? OUTPUT_DIRECTORIES.map((name) => `${name}/`)).join('\n'));
    this.#exclude = IgnoreRules.parse((options.exclude ?? []).join('\n'));
  }

  /**
   * Null = index it (or enter it). Order: version control and secrets, always; then `.twinmcpignore`, which may take back in
   * what the rest leaves out; then `.gitignore`, the configuration, output directories, lock files, binaries.
   */
  verdict(segments: readonly string[], isDirectory: boolean, scopes: { readonly own: IgnoreScope; readonly git: IgnoreScope }): Verdict | null {
    const name = segments.at(-1)!;
    const forbidden = forbiddenName(name, isDirectory);
    if (forbidden) return forbidden;
    const own = scopes.own.decide(segments, isDirectory);
    if (own) return own === 'include' ? null : { reason: 'ignored', detail: '.twinmcpignore' };
    if (scopes.git.decide(segments, isDirectory) === 'ignore') return { reason: 'ignored', detail: '.gitignore' };
    if (this.#exclude.decide(segments, isDirectory) === 'ignore') return { reason: 'ignored', detail: 'configuration' };
    return this.#noise(segments, name.toLowerCase(), isDirectory);
  }

  #noise(segments: readonly string[], name: string, isDirectory: boolean): Verdict | null {
    if (this.#output.decide(segments, isDirectory) === 'ignore') return { reason: 'ignored', detail: 'generated or fetched' };
    if (isDirectory) return null;
    if (LOCK_FILES.has(name)) return { reason: 'ignored', detail: 'lock file without names of packages: still readable' };
    if (/\.min\.(js|mjs|cjs|css)$|\.(js|mjs|cjs|css)\.map$/.test(name)) return { reason: 'ignored', detail: 'minified or source map' };
    const dot = name.lastIndexOf('.');
    return dot > 0 && BINARY_EXTENSIONS.has(name.slice(dot + 1)) ? { reason: 'binary', detail: 'by its extension' } : null;
  }
}

function forbiddenName(name: string, isDirectory: boolean): Verdict | null {
  const lower = name.toLowerCase();
  if (VCS_DIRECTORIES.has(lower)) return { reason: 'ignored', detail: 'version control' };
  if (SECRET_DIRECTORIES.has(lower)) return { reason: 'secret', detail: 'credentials directory' };
  return !isDirectory && isSecretName(name) ? { reason: 'secret', detail: 'the name says credentials' } : null;
}

/** For paths that a caller asks to read: also what is not indexed may be read, but never these. */
export function forbiddenPath(path: string): Verdict | null {
  const segments = path.split('/');
  for (const [i, name] of segments.entries()) {
    const verdict = forbiddenName(name, i < segments.length - 1);
    if (verdict) return verdict;
  }
  return null;
}
