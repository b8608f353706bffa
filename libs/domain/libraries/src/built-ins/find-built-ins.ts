import type { Ecosystem } from '@twinmcp/contracts';
import { nameTokens } from '../names/split-name.ts';
import { bagOf, builtInCatalogue, NAMES, type BuiltIn, type BuiltInCatalogue, type BuiltInFamily } from './built-in-catalogue.ts';
import { saidPaths, type Said } from './said-paths.ts';

export interface DescribedLibrary {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  /** The beginning of its README. */
  readonly text?: string;
}

/** What a platform brings itself that does what a library does. */
export interface BuiltInAlternative {
  readonly name: string;
  readonly platform: BuiltIn['platform'];
  readonly since: string | null;
  /** 0 to 1; nothing below `LEAST` is told. */
  readonly confidence: number;
  readonly reason: string;
}

/** A wrong word of this kind costs more than a missing one. */
export const LEAST = 0.7;
const MOST = 3;
/** Words that say that a package stands in for what a platform has. */
const STAND_IN = new Set('polyfill polyfills ponyfill ponyfills shim shims backport backports backported'.split(' '));
const EDITION = new Set(['es', 'esnext', 'ecmascript']);
/** One word of a name for another: as people say it, and as the standards have it. */
const SAME: Readonly<Record<string, string>> = { left: 'start', right: 'end', contains: 'includes', contain: 'includes', };
const BEFORE_NPM = 'ES5';

/** Best first; empty when nothing is said with confidence. Only npm and PyPI have names that follow their platforms. */
export function findBuiltIns(library: DescribedLibrary): BuiltInAlternative[] {
  const family: BuiltInFamily | null = library.ecosystem === 'npm' ? 'javascript' : library.ecosystem === 'pypi' ? 'python' : null;
  if (family === null || library.name.startsWith('@types/')) return [];
  const catalogue = builtInCatalogue(family);
  const found = new Map<string, BuiltInAlternative>();
  const said = saidPaths(library, catalogue);
  const name = nameOf(library.name);
  for (const { one, confidence, reason } of [...byDescription(name, said), ...byName(name, said, catalogue, family), ...byStandard(name, said, catalogue)]) {
    const known = found.get(one.path);
    if (confidence >= LEAST && (!known || known.confidence < confidence)) found.set(one.path, { name: one.path, platform: one.platform, since: one.since, confidence: Math.round(confidence * 100) / 100, reason });
  }
  return [...found.values()].sort((a, b) => b.confidence - a.confidence || oldestFirst(a, b) || (a.name < b.name ? -1 : 1)).slice(0, MOST);
}

interface Candidate {
  readonly one: BuiltIn;
  readonly confidence: number;
  readonly reason: string;
}

interface LibraryName {
  readonly full: string;
  /** Without what only says that it stands in, and without `prototype`. */
  readonly words: readonly string[];
  readonly flat: string;
  readonly isStandIn: boolean;
  readonly isDotted: boolean;
  readonly isScoped: boolean;
}

function nameOf(full: string): LibraryName {
  const bare = full.replace(/^@[^/]+\//, '');
  const tokens = nameTokens(bare);
  const words: string[] = [];
  let isStandIn = false;
  for (const [at, token] of tokens.entries()) {
    if (STAND_IN.has(token)) isStandIn = true;
    // `es6-map`, `es-map`: which edition it is of.
    else if (EDITION.has(token) && at === 0 && tokens.length > 1) isStandIn = true;
    else if (/^\d{1,4}$/.test(token) && EDITION.has(tokens[at - 1] ?? '')) continue;
    else if (token !== 'prototype') words.push(token);
  }
  return { full, words, flat: words.join(''), isStandIn, isDotted: /[a-z]\.[a-z]/i.test(bare) && !/\.js$/i.test(bare), isScoped: bare !== full };
}

/** The library itself names what it stands in for. */
function* byDescription({ flat, words }: LibraryName, { paths, isStandIn }: Said): Generator<Candidate> {
  for (const one of paths) {
    const own = one.flat;
    const isSame = flat === own || flat === one.flatOwner + own;
    const parts = new Set([...one.owner, ...one.words]);
    // A word of its own in the name is something of its own beside what it speaks of: a check, an encoder, a faster one.
    if (isStandIn && (isSame || words.every((word) => parts.has(word)) || own.endsWith(flat))) yield { one, confidence: 0.95, reason: `says that it stands in for ${one.path}` };
    else if (isSame) yield { one, confidence: 0.8, reason: `is named after ${one.path}, which it speaks of` };
  }
}

function* byName(name: LibraryName, said: Said, catalogue: BuiltInCatalogue, family: BuiltInFamily): Generator<Candidate> {
  if (name.flat.length < 2) return;
  const stands = name.isStandIn || said.isStandIn;
  for (const one of catalogue.all) {
    if (one.kind === 'module') {
      const confidence = likeModule(name, one, stands, family);
      if (confidence > 0) yield { one, confidence, reason: `has the name of ${one.path}, which comes with ${NAMES[one.platform]}` };
      continue;
    }
    // A class of a module of Node.js is what others build upon: http-server is no http.Server.
    if (one.platform === 'node' && one.kind === 'member' && /^[A-Z]/.test(lastOf(one))) continue;
    const agrees = one.owner.length === 0 || one.owner.some((word) => said.words.has(word));
    const [likeness, reason] = likeMember(name, one, { stands, agrees, isKnown: said.isKnown, words: said.words });
    // Somebody's own package of that name is for their own purposes.
    if (likeness > 0 && !isAmbiguous(one, catalogue)) yield { one, confidence: likeness - (name.isScoped && !stands ? 0.16 : 0), reason: `${reason} ${one.path}` };
  }
  for (const one of stands ? [] : spokenOtherwise(name, said, catalogue)) yield { ...one, confidence: one.confidence - (name.isScoped ? 0.16 : 0) };
}

function likeModule({ flat, full }: LibraryName, one: BuiltIn, stands: boolean, family: BuiltInFamily): number {
  const own = one.flat;
  if (one.path.startsWith('node:')) return 0;
  if (flat === own && (stands || full.toLowerCase() === one.path)) return 0.93;
  if (flat === own && one.words.length > 1 && !full.startsWith('@')) return 0.85;
  // Python packages carry the version that they were taken from: enum34, pathlib2. So do those that are something else: urllib3.
  return family === 'python' && stands && flat !== own && flat.replace(/\d{1,2}$/, '') === own ? 0.93 : 0;
}

function likeMember({ words, flat, isDotted }: LibraryName, one: BuiltIn, { stands, agrees, isKnown, words: said }: { stands: boolean; agrees: boolean; isKnown: boolean; words: ReadonlySet<string> }): readonly [number, string] {
  const { flatOwner: owner, flat: own } = one;
  const isLong = one.words.length > 1 && own.length >= 5;
  const isSymbol = owner === 'symbol' && one.platform === 'ecmascript';
  if (owner !== '' && flat === owner + own) {
    if (isDotted || stands) return [0.97, 'is named after'];
    // In one word it may be anything: jsonparse, pprintpp.
    return words.length === 1 ? NOTHING : [one.platform === 'ecmascript' || agrees ? 0.85 : 0.7, 'is named after'];
  }
  if (one.kind === 'global' && one.platform === 'node' && flat !== own && words.filter((word) => word !== 'node').join('') === own && said.has(own) && said.has('api')) return [0.78, 'brings what Node.js has:'];
  if (flat !== own || isSymbol) return NOTHING;
  const isNew = one.kind !== 'global' || one.since !== BEFORE_NPM;
  if (stands && isNew && (isLong || one.kind === 'global' || (isKnown && agrees))) return [0.92, 'stands in for'];
  if (one.platform === 'python') return isLong && isKnown && agrees ? [0.77, 'has the name of'] : NOTHING;
  if (isLong) return agrees || !isKnown ? [0.85, 'has the name of'] : NOTHING;
  return own.length >= 4 && one.platform === 'ecmascript' && one.since !== BEFORE_NPM && isKnown && one.owner.length > 0 && agrees ? [0.72, 'has the name of'] : NOTHING;
}

const NOTHING = [0, ''] as const;

/** `left-pad`, `array-flatten`, `repeat-string`: methods of values, in other words or another order. */
function* spokenOtherwise({ words }: LibraryName, said: Said, catalogue: BuiltInCatalogue): Generator<Candidate> {
  if (words.length < 2) return;
  const spoken = [words, words.map((word) => SAME[word] ?? word), words.map(stem)].filter((one, at, all) => all.findIndex((other) => other.join(' ') === one.join(' ')) === at).map(bagOf);
  for (const one of catalogue.all) {
    if (one.platform !== 'ecmascript' || !one.path.includes('.prototype.') || one.since === BEFORE_NPM) continue;
    const agrees = !said.isKnown || one.owner.some((word) => said.words.has(word));
    for (const [at, bag] of spoken.entries()) {
      if (bag === one.wholeBag) yield { one, confidence: at === 0 ? 0.82 : 0.78, reason: `has the words of ${one.path} in its name` };
      else if (one.words.length > 1 && agrees && bag === one.bag) yield { one, confidence: at === 0 ? 0.82 : 0.74, reason: `has the words of ${one.path} in its name` };
    }
  }
}

/** `readable-stream`: a global, and a class of a module too, which is something else. */
function isAmbiguous(one: BuiltIn, catalogue: BuiltInCatalogue): boolean {
  return one.kind === 'global' && (catalogue.byBag.get(bagOf(one.words)) ?? []).some((other) => other.kind === 'member' && other.platform === 'node' && /^[A-Z]/.test(lastOf(other)) && lastOf(other) !== lastOf(one));
}

/** `uuid`, about RFC 4122, of which crypto.randomUUID speaks too; `rimraf`, which is like `rm -rf`. */
function* byStandard({ words, flat }: LibraryName, said: Said, catalogue: BuiltInCatalogue): Generator<Candidate> {
  for (const one of catalogue.all) {
    const shared = one.standards.find((standard) => said.words.has(standard));
    if (shared !== undefined && words.length > 0 && words.every((word) => one.words.includes(word))) yield { one, confidence: 0.75, reason: `both follow ${shared.toUpperCase().replace('RFC', 'RFC ')}: ${one.path} does a part of what it does` };
    if (one.platform !== 'node' || one.flatOwner !== 'fs') continue;
    for (const [command, letters] of said.commands) if (one.flat === command && isWithin(letters, flat)) yield { one, confidence: 0.8, reason: `is described as \`${command}\`, which ${one.path} does` };
  }
}

const lastOf = ({ path }: BuiltIn): string => path.slice(path.lastIndexOf('.') + 1);

/** What is the same in `flat` and `flatten`, `entry` and `entries`. */
function stem(word: string): string {
  const cut = word.replace(/(?:ening|ing|ten|en|ed|er|es|s)$/, '');
  return cut.length >= 4 ? cut : word;
}

/** Whether the letters stand in a word in this order, the first at its beginning. */
function isWithin(letters: string, word: string): boolean {
  if (letters.length < 2 || letters[0] !== word[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at++;
  return at === letters.length;
}

/** Of several with one name the one that has it longest; a global that was there before npm is what packages do better than. */
function oldestFirst(a: BuiltInAlternative, b: BuiltInAlternative): number {
  const rank = ({ name, platform, since }: BuiltInAlternative): number => (platform !== 'ecmascript' ? 9_000 : name.startsWith('TypedArray') ? 7_000 : since === BEFORE_NPM ? (name.includes('.') ? 5 : 8_000) : Number(since?.slice(2)));
  return rank(a) - rank(b);
}
