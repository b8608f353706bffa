import { nameTokens } from '../names/split-name.ts';
import type { BuiltIn, BuiltInCatalogue } from './built-in-catalogue.ts';
import type { DescribedLibrary } from './find-built-ins.ts';

/** What a library says of itself, as far as built-ins go. */
export interface Said {
  /** Whether it says anything. */
  readonly isKnown: boolean;
  /** Built-ins that it names as they are written: `Object.assign()`, `Array#flat`, `structuredClone`. */
  readonly paths: ReadonlySet<BuiltIn>;
  /** Whether it says that it stands in for something. */
  readonly isStandIn: boolean;
  /** Words of its description and keywords; standards as `rfc4122`. */
  readonly words: ReadonlySet<string>;
  /** Commands that it compares itself to (`rm -rf`), with their letters (`rmrf`). */
  readonly commands: ReadonlyMap<string, string>;
}

const README = 700;
const STAND_IN = /\b(?:poly-?fill|pony-?fill|shim|back-?port(?:ed)?|stdlib|standard library|(?:implementation|port|fork|replacement)s? (?:of|for))\b|\bES(?:5|6|7|20\d\d|Next)\b|ECMAScript|spec(?:ification)?[- ]complian/i;
const PATH = /[A-Za-z_$][\w$]*(?:(?:\.|#|::)(?:prototype\.)?[A-Za-z_$][\w$]*)+/g;
const GLOBAL = /\b(?:[a-z]+[A-Z][A-Za-z]+|[A-Z][a-z]+[A-Z][A-Za-z]+)\b/g;
const COMMAND = /\b([a-z]{2,8})((?:\s+-[a-z]{1,4})+)(?![\w-])/g;

export function saidPaths({ description = '', keywords = [], text = '' }: DescribedLibrary, catalogue: BuiltInCatalogue): Said {
  const told = `${description}\n${keywords.join(' ')}`;
  // The README of a package whose description says nothing; that of others names all kinds of things.
  const whole = description.length >= 40 ? told : `${told}\n${text.slice(0, README)}`;
  const paths = new Set<BuiltIn>();
  const take = (written: string): void => {
    for (const path of [written, written.replace(/[#:]+/, '.prototype.'), written.replace('.', '.prototype.')]) for (const one of catalogue.byPath.get(path.toLowerCase()) ?? []) if (one.path === path) paths.add(one);
  };
  for (const [path] of whole.matchAll(PATH)) take(path.replace(/^(?:globalThis|window|node:|global)\.?/, ''));
  for (const [name] of whole.matchAll(GLOBAL)) for (const one of catalogue.byPath.get(name.toLowerCase()) ?? []) if (one.kind === 'global' && one.path === name) paths.add(one);
  const words = new Set(nameTokens(whole.slice(0, 299)));
  for (const keyword of keywords) for (const token of nameTokens(keyword)) words.add(token);
  for (const [, number] of whole.matchAll(/\bRFC[ -]?(\d{3,5})/gi)) words.add(`rfc${number}`);
  const commands = new Map([...whole.matchAll(COMMAND)].map(([, command, flags]) => [command!, `${command}${flags!.replace(/[\s-]/g, '')}`]));
  return { isKnown: description.trim() !== '', paths, isStandIn: STAND_IN.test(told) || (description.length < 40 && STAND_IN.test(text.slice(0, README))), words, commands };
}
