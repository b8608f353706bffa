import { ChunkBuilder } from '../chunk-builder.ts';
import { DEFAULT_TEXT_LIMITS } from '../chunk-text.ts';
import { LineMetrics } from '../line-metrics.ts';
import type { CodeChunk } from '../model.ts';

/** How a lock file writes that a package has a version. */
interface LockFormat {
  /** The line that begins an entry; groups `name` and, when it says so at once, `version`. */
  readonly entry: RegExp;
  /** A later line of the entry that names it, or says its version. */
  readonly name?: RegExp;
  readonly version?: RegExp;
  /** Lines of an entry to look for them in; keys like those of entries stand further down. Default 200. */
  readonly within?: number;
  /** From here on the file says nothing new. */
  readonly end?: RegExp;
}

const TOML: LockFormat = { entry: /^\[\[package\]\]/, name: /^name = "(?<name>[^"]+)"/, version: /^version = "(?<version>[^"]+)"/ };
const NPM: LockFormat = { entry: /^\s+"(?:[^"]*node_modules\/)?(?<name>(?:@[^"/]+\/)?[^"/]+)": \{$/, version: /^\s+"version": "(?<version>[^"]+)"/, within: 3 };
const YARN: LockFormat = { entry: /^"?(?<name>(?:@[^@/"]+\/)?[^@/",\s]+)@.*:$/, version: /^ {2}version:? "?(?<version>[^"\s]+)/ };

const FORMATS: Readonly<Record<string, LockFormat>> = {
  'package-lock.json': NPM, 'npm-shrinkwrap.json': NPM,
  'yarn.lock': YARN,
  'pnpm-lock.yaml': { entry: /^ {2}'?\/?(?<name>(?:@[^@/]+\/)?[^@/'(]+)[@/](?<version>\d[^:'(]*)[^:]*:$/, end: /^snapshots:/ },
  'bun.lock': { entry: /^\s+"[^"]+": \["(?<name>(?:@[^@/"]+\/)?[^@"]+)@(?<version>[^"]+)"/ },
  'deno.lock': { entry: /^ {4}"(?<name>(?:@[^@/"]+\/)?[^@"]+)@(?<version>\d[^"_]*)[^"]*": \{/ },
  'cargo.lock': TOML, 'poetry.lock': TOML, 'uv.lock': TOML, 'pdm.lock': TOML,
  'pipfile.lock': { entry: /^ {8}"(?<name>[^"]+)": \{$/, version: /^\s+"version": "==(?<version>[^"]+)"/ },
  'go.sum': { entry: /^(?<name>\S+) v(?<version>[^\s/]+) h1:/ }, 'go.work.sum': { entry: /^(?<name>\S+) v(?<version>[^\s/]+) h1:/ },
  'composer.lock': { entry: /^ {12}"name": "(?<name>[^"]+)"/, version: /^ {12}"version": "(?<version>[^"]+)"/ },
  'gemfile.lock': { entry: /^ {4}(?<name>[\w.-]+) \((?<version>[^)]+)\)$/ },
  'podfile.lock': { entry: /^ {2}- "?(?<name>[^\s"]+) \((?<version>\d[^)]*)\)/ },
  'mix.lock': { entry: /^ {2}"(?<name>[^"]+)": \{:hex, :\w+, "(?<version>[^"]+)"/ },
  'pubspec.lock': { entry: /^ {2}(?<name>\w+):$/, version: /^ {4}version: "(?<version>[^"]+)"/ },
  'packages.lock.json': { entry: /^\s+"(?<name>[\w.]+)": \{$/, version: /^\s+"resolved": "(?<version>[^"]+)"/ },
};

/** By its name. It changes along with everything, so what changed with what says nothing about it. */
export function isLockFile(path: string): boolean {
  return Object.hasOwn(FORMATS, nameOf(path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}

/** Of a chunk. One entry alone has too few words; of many lines an answer shows a part, and the version asked for may not be in it. */
const MOST_ENTRIES = 12;
const MOST_LINES = 36;
const WITHIN = 200;

interface Entry {
  readonly line: number;
  /** Of the last entry, where the file goes on. */
  end?: number;
  name: string | null;
  version: string | null;
}

/**
 * A lock file as chunks of some packages each, of which names and versions are what can be found: checksums and addresses
 * would fill the index with words that nobody asks for. Null for other files, and where no version is written as expected.
 */
export function chunkLockFile(path: string, lines: readonly string[]): CodeChunk[] | null {
  const format = isLockFile(path) ? FORMATS[nameOf(path)] : undefined;
  const entries = format ? entriesOf(format, lines) : [];
  if (entries.length === 0) return null;
  const builder = new ChunkBuilder(path, lines);
  // What stands before: the packages of the project and what they ask for.
  const head = entries[0]!.line;
  for (const window of head > 0 ? new LineMetrics(lines).windows(0, head - 1, DEFAULT_TEXT_LIMITS) : []) builder.add({ kind: 'text', symbol: null, symbolKind: null, header: '', ...window });
  for (let from = 0; from < entries.length; ) {
    let to = from + 1;
    while (to < entries.length && to - from < MOST_ENTRIES && endOf(entries, to, lines) - entries[from]!.line <= MOST_LINES) to++;
    const text = ['locked versions', ...new Set(entries.slice(from, to).map(({ name, version }) => `${name} ${version}`))].join('\n');
    builder.add({ kind: 'group', symbol: null, symbolKind: null, header: '', start: entries[from]!.line, end: endOf(entries, to - 1, lines) - 1, text });
    from = to;
  }
  const last = endOf(entries, entries.length - 1, lines);
  if (last < lines.length) builder.add({ kind: 'text', symbol: null, symbolKind: null, header: '', start: last, end: lines.length - 1, text: lines[last]! });
  return builder.chunks;
}

/** Line after the last of the entry. */
function endOf(entries: readonly Entry[], at: number, lines: readonly string[]): number {
  return entries[at + 1]?.line ?? entries[at]!.end ?? lines.length;
}

function entriesOf({ entry, name, version, within = WITHIN, end }: LockFormat, lines: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  let open: Entry | null = null;
  const stop = end ? lines.findIndex((line) => end.test(line)) : -1;
  lines.slice(0, stop < 0 ? undefined : stop).forEach((line, at) => {
    const begun = entry.exec(line);
    if (begun) entries.push((open = { line: at, name: begun.groups?.['name'] ?? null, version: begun.groups?.['version'] ?? null }));
    else if (open && at - open.line < within) {
      open.name ??= name?.exec(line)?.groups?.['name'] ?? null;
      open.version ??= version?.exec(line)?.groups?.['version'] ?? null;
    }
  });
  const known = entries.filter((one) => one.name !== null && one.version !== null);
  if (stop >= 0 && known.length > 0) known.at(-1)!.end = stop;
  return known;
}
