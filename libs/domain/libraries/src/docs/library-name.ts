import type { Ecosystem } from '@twinmcp/contracts';

const ECOSYSTEMS: readonly string[] = ['npm', 'pypi', 'cargo', 'go', 'maven'];

export interface AskedLibrary {
  /** Null: whichever the project has. */
  readonly ecosystem: Ecosystem | null;
  /** In the order they are tried: a path like `/owner/project` may mean either of its parts, or both. */
  readonly names: readonly string[];
  readonly version: string | null;
  /** `owner/project`, when a repository was named and not a package: what is fetched by a guess at its name has to be of it. */
  readonly repository: string | null;
}

/** `zod`, `zod@4.1.0`, `npm:@scope/name@1`, `/npm/zod/4.1.0`, `/owner/project/v1`, as people and other tools write them. */
export function parseLibraryName(text: string): AskedLibrary {
  const written = text.trim();
  const prefix = /^([a-z]+):(.+)$/.exec(written);
  if (prefix && ECOSYSTEMS.includes(prefix[1]!)) return { ecosystem: prefix[1] as Ecosystem, repository: null, ...named(prefix[2]!) };
  if (!written.startsWith('/')) return { ecosystem: null, repository: null, ...named(written) };
  const parts = written.split('/').filter(Boolean);
  if (ECOSYSTEMS.includes(parts[0]!)) {
    const ecosystem = parts[0] as Ecosystem;
    const rest = parts.slice(1);
    // Names of npm have one slash when they have a scope; a version follows the name.
    const length = ecosystem === 'npm' ? (rest[0]?.startsWith('@') ? 2 : 1) : ecosystem === 'go' && !/^v?\d/.test(rest.at(-1) ?? '') ? rest.length : ecosystem === 'go' ? rest.length - 1 : 1;
    return { ecosystem, names: [rest.slice(0, length).join('/')], version: rest[length] ?? null, repository: null };
  }
  const [owner = '', project = '', version = null] = parts;
  return { ecosystem: null, names: [...new Set([project.toLowerCase(), project.toLowerCase().replace(/[._-]?js$/, ''), `@${owner}/${project}`.toLowerCase(), owner.toLowerCase()])].filter((name) => name !== '' && name !== '@/'), version: version?.replace(/^v(?=\d)/, '') ?? null, repository: owner !== '' && project !== '' ? `${owner}/${project}` : null };
}

function named(text: string): { names: string[]; version: string | null } {
  const at = text.indexOf('@', 1);
  return at < 0 ? { names: [text], version: null } : { names: [text.slice(0, at)], version: text.slice(at + 1) || null };
}
