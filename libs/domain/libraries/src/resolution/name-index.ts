import { coreTokens, isAffix } from '../names/affixes.ts';
import { mineAliases } from '../names/mine-aliases.ts';
import { nameGrams } from '../names/grams.ts';
import { nameForms, nameVariants, registryName, type NameForms } from '../names/name-forms.ts';
import type { SearchableLibrary } from '../catalogue/searchable-library.ts';

/** A name, alias or import name of a library, ready to be compared. */
export interface IndexedName extends NameForms {
  readonly doc: number;
  /** `told`: its description calls it so. */
  readonly kind: 'name' | 'alias' | 'import' | 'told';
  readonly grams: number;
}

const MAX_CANDIDATES = 240;
const MAX_LISTED = 400;
const MAX_GRAMS = 20;
const MIN_GRAMS = 6;
/** Entries looked at once the rarest grams have been. */
const MAX_POSTINGS = 40_000;
const BUCKETS = 1_000;

/** Names → libraries: exactly, by any usual variant, by acronym, by word, and by shared pairs and triples of letters. */
export class NameIndex {
  readonly names: IndexedName[] = [];
  readonly #exact = new Map<string, Map<string, number[]>>();
  readonly #variants = new Map<string, number[]>();
  readonly #acronyms = new Map<string, number[]>();
  readonly #tokens = new Map<string, number[]>();
  readonly #grams = new Map<number, number[]>();
  readonly #weights = new Map<string, number>();
  #weighedAt = 0;
  #common = new Uint8Array(1024);

  add(doc: number, library: SearchableLibrary): void {
    this.#addName(doc, library, library.name, 'name');
    for (const alias of library.aliases) this.#addName(doc, library, alias, 'alias');
    for (const imported of library.importNames) this.#addName(doc, library, imported, 'import');
    for (const told of mineAliases([library.name, ...library.aliases], library.description, library.text)) this.#addName(doc, library, told, 'told');
  }

  #addName(doc: number, { ecosystem }: SearchableLibrary, name: string, kind: IndexedName['kind']): void {
    const forms = nameForms(name);
    if (forms.flat === '') return;
    const grams = nameGrams(forms.flat);
    const at = this.names.push({ ...forms, doc, kind, grams: grams.length }) - 1;
    let exact = this.#exact.get(ecosystem);
    if (!exact) this.#exact.set(ecosystem, (exact = new Map()));
    push(exact, registryName(ecosystem, name), at);
    push(this.#variants, forms.lower, at);
    for (const variant of nameVariants(ecosystem, name)) push(this.#variants, variant.toLowerCase(), at);
    if (forms.acronym !== '') push(this.#acronyms, forms.acronym, at);
    const core = coreTokens(forms.tokens);
    if (core.length > 1 && core.length < forms.tokens.length) push(this.#acronyms, core.map((token) => token[0]).join(''), at);
    for (const token of new Set(forms.tokens)) push(this.#tokens, token, at);
    for (const gram of grams) push(this.#grams, gram, at);
  }

  /** Names that are written like this, by the rules of their registries. */
  exactly(name: string): number[] {
    const found = new Set<number>();
    for (const [ecosystem, list] of this.#exact) for (const at of list.get(registryName(ecosystem, name)) ?? []) found.add(at);
    return [...found];
  }

  variants(form: string): readonly number[] {
    return this.#variants.get(form) ?? [];
  }

  acronyms(letters: string): readonly number[] {
    return this.#acronyms.get(letters) ?? [];
  }

  /** How much it says that a name has this word: rare words say more. 0 … 1. */
  weight(token: string): number {
    if (this.#weighedAt !== this.names.length) {
      this.#weights.clear();
      this.#weighedAt = this.names.length;
    }
    let weight = this.#weights.get(token);
    if (weight === undefined) {
      const rarity = 1 - Math.log(1 + (this.#tokens.get(token)?.length ?? 0)) / Math.log(2 + this.names.length);
      this.#weights.set(token, (weight = isAffix(token) ? Math.min(0.15, rarity) : Math.max(0.08, rarity)));
    }
    return weight;
  }

  withToken(token: string): readonly number[] {
    return (this.#tokens.get(token) ?? []).slice(0, MAX_LISTED);
  }

  /**
   * Names that share the most letters with a flat query, by Dice and by how much of the query is in them. Of many pairs
   * and triples the rarest are looked up: the common ones are in everything, and take the time.
   */
  near(flat: string, limit = MAX_CANDIDATES): number[] {
    if (this.#common.length < this.names.length) this.#common = new Uint8Array(this.names.length * 2);
    const common = this.#common;
    const lists = nameGrams(flat).map((gram) => this.#grams.get(gram)).filter((list) => list !== undefined).sort((a, b) => a.length - b.length).slice(0, MAX_GRAMS);
    const touched: number[] = [];
    let looked = 0;
    for (const [i, list] of lists.entries()) {
      looked += list.length;
      if (i >= MIN_GRAMS && looked > MAX_POSTINGS) {
        lists.length = i;
        break;
      }
      for (let j = 0; j < list.length; j++) {
        const at = list[j]!;
        if (common[at]! === 0) touched.push(at);
        common[at]!++;
      }
    }
    const least = Math.max(1, Math.floor(lists.length * 0.2));
    const counts = new Uint32Array(BUCKETS + 1);
    const scores = new Uint16Array(touched.length);
    for (let i = 0; i < touched.length; i++) {
      const at = touched[i]!;
      const shared = common[at]!;
      common[at] = 0;
      if (shared < least) continue;
      const grams = Math.min(this.names[at]!.grams, 2 * flat.length + 8);
      scores[i] = Math.ceil(((shared / lists.length) * (0.5 + (2 * flat.length) / (2 * flat.length + grams)) * BUCKETS) / 1.5);
      counts[scores[i]!]!++;
    }
    let cut = BUCKETS;
    for (let sum = counts[cut]!; cut > 1 && sum < limit; sum += counts[--cut]!);
    const found: { at: number; score: number }[] = [];
    for (let i = 0; i < touched.length; i++) if (scores[i]! >= cut) found.push({ at: touched[i]!, score: scores[i]! });
    return found.sort((a, b) => b.score - a.score || a.at - b.at).slice(0, limit).map(({ at }) => at);
  }
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list.at(-1) !== value) list.push(value);
}
