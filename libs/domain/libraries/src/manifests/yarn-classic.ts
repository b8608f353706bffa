export interface YarnEntry {
  /** `name@range`, all that lead here. */
  readonly keys: readonly string[];
  readonly version: string | null;
  readonly resolution: string | null;
  readonly resolved: string | null;
  readonly integrity: string | null;
  readonly dependencies: readonly (readonly [name: string, range: string])[];
  readonly peers: readonly (readonly [name: string, range: string])[];
  readonly optional: ReadonlySet<string>;
  readonly optionalPeers: ReadonlySet<string>;
  readonly hasBin: boolean;
}

type Writable = Omit<YarnEntry, 'version' | 'resolved' | 'integrity' | 'dependencies' | 'optional'> & { version: string | null; resolved: string | null; integrity: string | null; dependencies: [string, string][]; optional: Set<string> };

class YarnSyntaxError extends Error {
  readonly line: number;

  constructor(line: number) {
    super('not a lock file of yarn');
    this.line = line;
  }
}

/** yarn.lock version 1: keys and values by indent, texts bare or quoted like JSON. Fails with the line that is no such thing. */
export function parseYarnClassic(text: string): YarnEntry[] {
  const entries: YarnEntry[] = [];
  let entry: Writable | null = null;
  let section: string | null = null;
  for (const [index, raw] of text.replace(/\r\n?/g, '\n').split('\n').entries()) {
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue;
    const indent = raw.length - raw.trimStart().length;
    const line = raw.trim();
    const fail = () => new YarnSyntaxError(index + 1);
    if (indent === 0) {
      if (!line.endsWith(':')) throw fail();
      entry = { keys: keysOf(line.slice(0, -1)), version: null, resolution: null, resolved: null, integrity: null, dependencies: [], peers: [], optional: new Set(), optionalPeers: new Set(), hasBin: false };
      if (entry.keys.length === 0) throw fail();
      section = null;
      entries.push(entry);
    } else if (!entry) throw fail();
    else if (indent <= 2) {
      if (line.endsWith(':') && !line.includes(' ')) {
        section = line.slice(0, -1);
        continue;
      }
      section = null;
      const pair = pairOf(line);
      if (!pair) throw fail();
      if (pair[0] === 'version') entry.version = pair[1];
      else if (pair[0] === 'resolved') entry.resolved = pair[1];
      else if (pair[0] === 'integrity') entry.integrity = pair[1];
    } else if (section === 'dependencies' || section === 'optionalDependencies') {
      const pair = pairOf(line);
      if (!pair) throw fail();
      entry.dependencies.push(pair);
      if (section === 'optionalDependencies') entry.optional.add(pair[0]);
    }
  }
  return entries;
}

const TOKEN = /"((?:[^"\\]|\\.)*)"|([^\s",]+)/g;

function keysOf(line: string): string[] {
  return [...line.matchAll(TOKEN)].map(([, quoted, bare]) => quoted ?? bare!);
}

function pairOf(line: string): [string, string] | null {
  const [key, value, ...rest] = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
  return key === undefined || value === undefined || rest.length > 0 ? null : [key, value];
}
