import { nameTokens } from '../names/split-name.ts';
import { ECMASCRIPT, NODE } from './javascript.table.ts';
import { PYTHON } from './python.table.ts';

/** Something that a platform brings itself: a module, or a function or class of one. */
export interface BuiltIn {
  /** As it is written: `Array.prototype.flat`, `fs.rm`, `structuredClone`, `unittest.mock`. */
  readonly path: string;
  readonly platform: 'ecmascript' | 'node' | 'python';
  readonly kind: 'module' | 'member' | 'global';
  /** `ES2019`, `Node.js 14.14`, `Python 3.4`; null = nothing says. */
  readonly since: string | null;
  /** Of the owner, without `prototype`. */
  readonly owner: readonly string[];
  /** Words of the last part; of a module of all its parts. */
  readonly words: readonly string[];
  /** The words of the owner and of the last part, without anything between them. */
  readonly flatOwner: string;
  readonly flat: string;
  /** In order of the alphabet: the words of the last part, and those with the owner's. */
  readonly bag: string;
  readonly wholeBag: string;
  /** Standards that its documentation names: `rfc4122`. */
  readonly standards: readonly string[];
}

export type BuiltInFamily = 'javascript' | 'python';

export interface BuiltInCatalogue {
  readonly all: readonly BuiltIn[];
  /** By the path in lower case. */
  readonly byPath: ReadonlyMap<string, readonly BuiltIn[]>;
  /** By the words of the last part, with a space between them. */
  readonly byWords: ReadonlyMap<string, readonly BuiltIn[]>;
  /** By their words in order of the alphabet, those of the owner among them. */
  readonly byBag: ReadonlyMap<string, readonly BuiltIn[]>;
}

const made = new Map<BuiltInFamily, BuiltInCatalogue>();

/** Read when it is first asked for: most commands never do. */
export function builtInCatalogue(family: BuiltInFamily): BuiltInCatalogue {
  let catalogue = made.get(family);
  if (!catalogue) made.set(family, (catalogue = index(family === 'python' ? [...rows(PYTHON, 'python')] : [...rows(ECMASCRIPT, 'ecmascript'), ...rows(NODE, 'node')])));
  return catalogue;
}

/** As people call them. */
export const NAMES: Readonly<Record<BuiltIn['platform'], string>> = { ecmascript: 'JavaScript', node: 'Node.js', python: 'Python' };

export const bagOf = (words: readonly string[]): string => [...words].sort().join(' ');

function index(all: readonly BuiltIn[]): BuiltInCatalogue {
  const group = (keyOf: (one: BuiltIn) => string): Map<string, readonly BuiltIn[]> => Map.groupBy(all, keyOf);
  return { all, byPath: group(({ path }) => path.toLowerCase()), byWords: group(({ words }) => words.join(' ')), byBag: group(({ wholeBag }) => wholeBag) };
}

function spelt(owner: readonly string[], words: readonly string[]): Pick<BuiltIn, 'owner' | 'words' | 'flatOwner' | 'flat' | 'bag' | 'wholeBag'> {
  return { owner, words, flatOwner: owner.join(''), flat: words.join(''), bag: bagOf(words), wholeBag: bagOf([...owner, ...words]) };
}

function* rows(table: string, platform: BuiltIn['platform']): Generator<BuiltIn> {
  for (const line of table.trim().split('\n')) {
    const at = line.search(/:(?: |$)/);
    const [owner = '', ownerSince = null] = line.slice(0, at).split('@') as [string, string?];
    const isModule = platform === 'python' || (platform === 'node' && owner !== '' && /^(?:node:)?[a-z]/.test(owner));
    const words = nameTokens(owner.replace(/^node:/, '')).filter((word) => word !== 'prototype');
    if (isModule) yield { path: owner, platform, kind: 'module', since: ownerSince && `${NAMES[platform]} ${ownerSince}`, ...spelt([], words), standards: [] };
    for (const member of line.slice(at + 1).trim().split(' ').filter(Boolean)) {
      const [named = '', ...standards] = member.split('#');
      const [name = '', since] = named.split('@') as [string, string?];
      const version = since ?? ownerSince ?? null;
      yield { path: owner === '' ? name : `${owner}.${name}`, platform, kind: owner === '' ? 'global' : 'member', since: platform === 'ecmascript' ? `ES${since ?? 5}` : version === null ? null : `${NAMES[platform]} ${version}`, ...spelt(words, nameTokens(name)), standards };
    }
  }
}
