import type { Recommendation } from '@twinmcp/contracts';
import type { LibraryCatalogue } from '../catalogue/library-catalogue.ts';
import { libraryId, popularityOf, type LibraryRecord } from '../catalogue/library-record.ts';
import { alikeNames } from '../names/alike-names.ts';
import { nameForms } from '../names/name-forms.ts';
import { nameTokens } from '../names/split-name.ts';
import type { LibraryIndex } from '../resolution/library-index.ts';
import { mineSuccessions } from './mine-successions.ts';

export interface RecommendationWeights {
  readonly similar: number;
  readonly alternatives: number;
  readonly complementary: number;
}

export const DEFAULT_RECOMMENDATION_WEIGHTS: RecommendationWeights = { similar: 0.4, alternatives: 0.3, complementary: 0.3 };

type Relation = Recommendation['relation'];
interface Neighbour {
  readonly record: LibraryRecord;
  readonly likeness: number;
  readonly shared: string[];
  readonly about: string;
  /** One of the two says so. */
  readonly instead: boolean;
}

type Draft = Omit<Recommendation, 'warnings'>;

export interface RecommendRequest {
  readonly library: LibraryRecord;
  readonly relations: readonly Relation[];
  readonly limit: number;
  readonly weights: RecommendationWeights;
  readonly qualityOf: (record: LibraryRecord) => number | null;
  readonly now: number;
}

const NEIGHBOURS = 120;
const PAIRS = 200;
/** Below this a library has the same words about it, not the same purpose. */
const LEAST_LIKENESS = 0.25;
const TWO_YEARS = 730 * 86_400_000;
/** Worth of what is like the whole, for a part of it. */
const PART = 0.9;
const NAMESAKES = 40;
const LEAST_ALIKE = 0.5;
/** A name alone says less than a description. */
const NAMESAKE = 0.7;
/** What a name means says a little more than its letters. */
const MEANT = 0.75;
const NAMES_ONLY = { text: 0.2, levenshtein: 0.4, similarity: 0.4, semantic: 0 };
const LEAST_FAMILY = 4;
const UNDESCRIBED = 0.5;
/** How alike two libraries are of which one says that it takes the place of the other. */
const SAID = { replacedBy: 0.95, successor: 0.85, replaces: 0.75 };
const TYPES = '@types/';
/** How much the relation itself counts beside quality, popularity and recency. */
const RELATION = 0.6;

/** Libraries like one, for the same purpose, or used beside it in real manifests (LR-4), each with its reason. */
export class RecommendLibraries {
  readonly #index: LibraryIndex;
  readonly #catalogue: Pick<LibraryCatalogue, 'pairsOf'>;

  constructor(index: LibraryIndex, catalogue: Pick<LibraryCatalogue, 'pairsOf'>) {
    this.#index = index;
    this.#catalogue = catalogue;
  }

  async execute(request: RecommendRequest): Promise<Draft[]> {
    const { library, relations, limit, weights } = request;
    const neighbours = this.#neighbours(library);
    const found: Draft[] = [];
    if (relations.includes('complementary')) for (const { record, strength, reason } of await this.#complements(library)) found.push(this.#draft('complementary', record, strength, reason, request));
    const together = new Set(found.map(({ id }) => id));
    for (const { record, likeness, shared, about, instead } of neighbours) {
      // For the same purpose: it says so itself, or the same keywords, the same ecosystem, and not used side by side.
      const alternative = instead || (record.ecosystem === library.ecosystem && shared.length >= 2 && !together.has(record.id) && !related(record, library));
      if (alternative && relations.includes('alternative')) found.push(this.#draft('alternative', record, likeness, instead ? about : `could be used instead: ${about}`, request));
      else if (relations.includes('similar')) found.push(this.#draft('similar', record, likeness, about, request));
    }
    const typeWeight: Record<Relation, number> = { similar: weights.similar, alternative: weights.alternatives, complementary: weights.complementary };
    const most = Math.max(...Object.values(typeWeight)) || 1;
    return relations.length === 1
      ? found.sort(byScore).slice(0, limit)
      : found.map((item) => ({ ...item, score: item.score * (typeWeight[item.relation] / most) })).sort(byScore).slice(0, limit);
  }

  /** By what they say of each other, by meaning and words, and by name: the best of them. A part of a library is like what is like the whole. */
  #neighbours(library: LibraryRecord): Neighbour[] {
    const whole = familyOf(library, this.#index);
    const found = new Map<string, Neighbour>();
    const take = (record: LibraryRecord, alike: number, about: string, { shared = [], share = 1, instead = false }: Partial<Pick<Neighbour, 'shared' | 'instead'>> & { share?: number } = {}): void => {
      const likeness = alike * share;
      const before = found.get(record.id);
      if (record.id === library.id || alike < LEAST_LIKENESS || (before && before.likeness >= likeness)) return;
      if (record.name.startsWith(TYPES) !== library.name.startsWith(TYPES)) return;
      if (record.name.startsWith(`${library.name}.`)) return; // a part of it
      // Of the same family, beside and not instead of it; and what poses as this library is no recommendation.
      if (!instead && whole && record.ecosystem === whole.ecosystem && memberOf(record.name, whole.name)) return;
      if (!instead && this.#index.mistakenFor({ ecosystem: record.ecosystem, name: record.name, popularity: popularityOf(record) })?.id === library.id) return;
      found.set(record.id, { record, likeness, shared, about, instead });
    };
    for (const { record, strength, about } of this.#succession(library)) take(record, strength, about, { instead: true });
    for (const { record, likeness, shared } of this.#described(library)) take(record, likeness, shared.length > 0 ? `both about ${shared.slice(0, 4).join(', ')}` : 'described alike', { shared });
    if (whole) {
      const about = `like ${whole.name}, which ${library.name} is a part of`;
      for (const { record, strength } of this.#succession(whole)) take(record, strength, about, { share: PART, instead: true });
      for (const { record, likeness, shared } of this.#described(whole)) take(record, likeness, about, { shared, share: PART });
    }
    for (const { record, likeness } of this.#meant(library)) take(record, likeness, 'has a name that speaks of the like');
    const own = nameForms(library.name);
    for (const { doc } of this.#index.search.search({ query: library.name, kind: 'package', vector: null, limit: NAMESAKES, weights: NAMES_ONLY })) {
      const record = this.#index.record(doc)!;
      const alike = alikeNames(own, nameForms(record.name), (token) => this.#index.search.names.weight(token));
      if (record.ecosystem === library.ecosystem && alike >= LEAST_ALIKE) take(record, alike * NAMESAKE, 'has a name like it');
    }
    return [...found.values()].sort((a, b) => b.likeness - a.likeness || (a.record.id < b.record.id ? -1 : 1));
  }

  /** What its maintainers say to use instead, what it says it replaces, and who says to replace it. */
  #succession(library: LibraryRecord): { record: LibraryRecord; strength: number; about: string }[] {
    const found: { record: LibraryRecord; strength: number; about: string }[] = [];
    const named = (name: string): LibraryRecord | null => this.#index.get(libraryId(library.ecosystem, name));
    const own = mineSuccessions(saidOf(library), library.deprecated);
    for (const name of own.replacedBy) if (named(name)) found.push({ record: named(name)!, strength: SAID.replacedBy, about: `${library.name} itself says to use it instead` });
    for (const name of own.replaces) if (named(name)) found.push({ record: named(name)!, strength: SAID.replaces, about: `${library.name} says that it takes its place` });
    for (const doc of this.#index.search.mentioning(library.name)) {
      const record = this.#index.record(doc);
      if (!record || record.id === library.id || record.ecosystem !== library.ecosystem) continue;
      const { replaces } = mineSuccessions(saidOf(record), null);
      if (replaces.some((name) => libraryId(library.ecosystem, name) === library.id)) found.push({ record, strength: SAID.successor, about: `says that it takes the place of ${library.name}` });
    }
    return found;
  }

  /** Where a name is all that is known of one of the two, by what the names mean: words of the same purpose, names of libraries that the model has read of. */
  #meant(library: LibraryRecord): { record: LibraryRecord; likeness: number }[] {
    const doc = this.#index.docOf(library.id);
    if (doc === null) return [];
    const { named, search: { vectors } } = this.#index;
    const name = named.vectorOf(doc);
    const vector = name ?? vectors.vectorOf(doc);
    if (!vector) return [];
    const near = [...named.nearest(vector, NAMESAKES), ...(name ? vectors.nearest(vector, NAMESAKES) : [])];
    return near.map(({ doc: other, cosine }) => ({ record: this.#index.record(other)!, likeness: MEANT * cosine })).filter(({ record }) => record?.ecosystem === library.ecosystem);
  }

  #described(library: LibraryRecord): { record: LibraryRecord; likeness: number; shared: string[] }[] {
    if (aboutOf(library) === '') return [];
    const doc = this.#index.docOf(library.id);
    const vector = doc === null ? null : this.#index.search.vectors.vectorOf(doc);
    const tags = new Set(this.#tagsOf(library));
    const ranked = this.#index.search.search({ query: aboutOf(library), kind: 'description', vector, limit: NEIGHBOURS, weights: { text: 0.4, levenshtein: 0, similarity: 0, semantic: 0.6 } });
    return ranked.map(({ doc: other, parts }) => {
      const record = this.#index.record(other)!;
      const own = this.#tagsOf(record);
      const shared = own.filter((tag) => tags.has(tag));
      const overlap = shared.length / (Math.min(tags.size, own.length) || 1);
      const likeness = Math.min(1, 0.5 * (parts.semantic ?? parts.text ?? 0) + 0.2 * Math.min(1, 3 * (parts.text ?? 0)) + 0.3 * overlap);
      // Of what nobody described only the name is alike.
      return { record, shared, likeness: aboutOf(record) === '' ? likeness * UNDESCRIBED : likeness };
    });
  }

  /** Keywords and words of the name. Of what has no keywords: words of its description that others have as keywords. */
  #tagsOf({ keywords, name, description }: LibraryRecord): string[] {
    const told = keywords.length > 0 ? keywords.map((keyword) => keyword.toLowerCase()) : nameTokens(description).filter((word) => this.#index.isKeyword(word));
    return [...new Set([...told, ...nameTokens(name)])].filter((tag) => tag.length > 2);
  }

  /** Used together more often than their frequencies let expect: positive pointwise mutual information, normalised. */
  async #complements(library: LibraryRecord): Promise<{ record: LibraryRecord; strength: number; reason: string }[]> {
    const found: { record: LibraryRecord; strength: number; reason: string }[] = [];
    for (const { id, together, alone, other, manifests } of await this.#catalogue.pairsOf(library.id, PAIRS)) {
      const record = this.#index.get(id);
      if (!record || manifests === 0) continue;
      const joint = together / manifests;
      const information = joint >= 1 ? 0 : Math.log(joint / ((alone / manifests) * (other / manifests))) / -Math.log(joint);
      // Of few manifests nothing can be told: the share of them that have both speaks then.
      const strength = Math.max(0, Math.min(1, 0.5 * Math.max(0, information) + 0.5 * (together / Math.max(alone, 1)))) * (together / (together + 1));
      if (strength > 0) found.push({ record, strength, reason: `stands beside it in ${together} of ${alone} manifests that have ${library.name}` });
    }
    return found;
  }

  #draft(relation: Relation, record: LibraryRecord, strength: number, reason: string, { qualityOf, now }: RecommendRequest): Draft {
    const quality = qualityOf(record);
    const popularity = popularityOf(record);
    const recency = record.updatedAt === null ? null : Math.max(0, 1 - (now - record.updatedAt) / TWO_YEARS);
    const known = [quality, popularity, recency].filter((value) => value !== null);
    const merit = known.length === 0 ? strength : known.reduce((sum, value) => sum + value, 0) / known.length;
    return {
      id: record.id, ecosystem: record.ecosystem, name: record.name, description: record.description, relation, reason,
      score: RELATION * strength + (1 - RELATION) * merit * strength,
      parts: { relation: strength, quality, popularity, recency },
    };
  }
}

/** What is said about it; its name is no part of that. */
function aboutOf({ description, keywords, text }: LibraryRecord): string {
  return `${description} ${keywords.join(' ')} ${description.length < 40 ? text.slice(0, 300) : ''}`.trim().slice(0, 600);
}

function saidOf({ description, text }: LibraryRecord): string {
  return `${description}\n${text}`;
}

/** `eslint-plugin-x` beside eslint, `@scope/a` beside `@scope/b`: of one family, not instead of one another. */
function related(a: LibraryRecord, b: LibraryRecord): boolean {
  const scope = (name: string): string => (name.startsWith('@') ? name.slice(0, name.indexOf('/')) : name);
  const [one, other] = [scope(a.name), scope(b.name)];
  return one === other || (one.length >= 4 && other.length >= 4 && (one.startsWith(`${other}-`) || other.startsWith(`${one}-`)));
}

/** `lodash.isequal` is a part of lodash: the longest beginning of its name that is a library, and a better known one. */
function familyOf(library: LibraryRecord, index: LibraryIndex): LibraryRecord | null {
  for (let end = library.name.length - 1; end >= LEAST_FAMILY; end--) {
    if (!'.-_/'.includes(library.name[end]!)) continue;
    const whole = index.get(libraryId(library.ecosystem, library.name.slice(0, end)));
    if (whole && (popularityOf(whole) ?? 0) > (popularityOf(library) ?? 0)) return whole;
  }
  return null;
}

function memberOf(name: string, family: string): boolean {
  return name === family || (name.startsWith(family) && '.-_/'.includes(name[family.length]!));
}

function byScore(a: Draft, b: Draft): number {
  return b.score - a.score || (a.id < b.id ? -1 : 1);
}
