import type { libraryResolution, LibraryMatch, LibraryWarning, RpcParsedInput } from '@twinmcp/contracts';
import { libraryId, type LibraryRecord } from '../catalogue/library-record.ts';
import { scoreQuality, type QualityWeights } from '../quality/score-quality.ts';
import { explainMatch } from './explain-match.ts';
import type { LibraryIndex, TextEmbedder } from './library-index.ts';
import { queryShape } from './query-shape.ts';
import { aboutQuestion, rankAbout } from './rank-about.ts';
import type { RankedLibrary, SearchWeights } from './search-model.ts';
import { maliciousWarning, typosquatWarning } from './suspect-names.ts';

export interface ResolveContext {
  readonly weights: SearchWeights;
  readonly qualityWeights: QualityWeights;
  /** Id → version, of what the workspace has installed. */
  readonly installed: ReadonlyMap<string, string | null>;
  readonly now: number;
}

export interface ResolvedLibraries {
  readonly matches: LibraryMatch[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly warnings: LibraryWarning[];
  readonly degraded: string[];
}

type ResolveInput = RpcParsedInput<typeof libraryResolution.resolveLibrary>;

const MOST = 500;
/** Candidates that a question is compared with. */
const MOST_ABOUT = 60;

/** Libraries for a name, an import or a description (LR-1, LR-2). */
export class ResolveLibrary {
  readonly #index: LibraryIndex;
  readonly #embedder: TextEmbedder | null;

  constructor(index: LibraryIndex, embedder: TextEmbedder | null) {
    this.#index = index;
    this.#embedder = embedder;
  }

  async execute(input: ResolveInput, ctx: ResolveContext): Promise<ResolvedLibraries> {
    const degraded: string[] = [];
    const shape = queryShape(input.query);
    const vector = input.semantic ? await this.#embed(shape.query, degraded) : null;
    const ecosystems = input.ecosystems ?? (shape.ecosystem ? [shape.ecosystem] : null);
    const quality = this.#qualities(ctx);
    const offset = Number(input.cursor ?? 0) || 0;
    const ranked = this.#index.search.search({
      query: shape.query, kind: input.kind, vector, weights: ctx.weights, limit: MOST,
      accepts: (doc) => this.#accepts(doc, input, ecosystems, quality),
      installed: (doc) => ctx.installed.has(this.#index.record(doc)?.id ?? ''),
    });
    const sorted = input.sort === 'relevance' ? await this.#about(input, shape.query, ranked, degraded) : this.#sorted(ranked, input.sort, quality);
    const page = sorted.slice(offset, offset + input.limit);
    return {
      matches: page.map((match) => this.#match(match, shape.query, ctx, quality)),
      total: ranked.length,
      nextCursor: offset + input.limit < sorted.length ? String(offset + input.limit) : null,
      warnings: input.kind === 'description' ? [] : this.#warnAbout(shape.query, ecosystems, page[0] ?? null),
      degraded: shape.note ? [...degraded, shape.note] : degraded,
    };
  }

  /** What the name is asked for in decides between what it may mean. */
  async #about({ about = '', semantic }: ResolveInput, name: string, ranked: readonly RankedLibrary[], degraded: string[]): Promise<readonly RankedLibrary[]> {
    if (about === '' || ranked.length < 2) return ranked;
    const vector = semantic ? await this.#embed(about, degraded) : null;
    const { vectors } = this.#index.search;
    const head = rankAbout(ranked.slice(0, MOST_ABOUT), aboutQuestion(about, name, (doc) => vector && vectors.similarity(doc, vector)), (doc) => this.#index.record(doc)!);
    return [...head, ...ranked.slice(MOST_ABOUT)];
  }

  async #embed(query: string, degraded: string[]): Promise<Float32Array | null> {
    if (!this.#embedder) return null;
    try {
      const [vector] = await this.#embedder.embed([query], 'query');
      return vector && vector.some((value) => value !== 0) ? vector : null;
    } catch (error) {
      degraded.push(`without meaning: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  #qualities({ qualityWeights, now }: ResolveContext): (record: LibraryRecord) => number | null {
    const known = new Map<string, number | null>();
    return (record) => {
      let score = known.get(record.id);
      if (score === undefined) known.set(record.id, (score = scoreQuality({ record, advisories: null, now }, qualityWeights).score));
      return score;
    };
  }

  /** What is unknown does not pass a filter that asks for it. */
  #accepts(doc: number, input: ResolveInput, ecosystems: readonly string[] | null, quality: (record: LibraryRecord) => number | null): boolean {
    const record = this.#index.record(doc);
    if (!record || (ecosystems && !ecosystems.includes(record.ecosystem))) return false;
    if (input.licences && !input.licences.some((licence) => (record.licence ?? '').toLowerCase().split(/[\s()/]+/).includes(licence.toLowerCase()))) return false;
    if (input.tags && !input.tags.every((tag) => record.keywords.some((keyword) => keyword.toLowerCase() === tag.toLowerCase()))) return false;
    if (input.minDownloads !== undefined && (record.facts.downloads ?? -1) < input.minDownloads) return false;
    if (input.updatedAfter !== undefined && (record.updatedAt ?? 0) < input.updatedAfter) return false;
    return input.minQuality === undefined || (quality(record) ?? -1) >= input.minQuality;
  }

  #sorted(ranked: readonly RankedLibrary[], sort: string, quality: (record: LibraryRecord) => number | null): RankedLibrary[] {
    const record = ({ doc }: RankedLibrary): LibraryRecord => this.#index.record(doc)!;
    const value = (match: RankedLibrary): number => {
      if (sort === 'popularity') return match.parts.popularity ?? -1;
      return (sort === 'quality' ? quality(record(match)) : record(match).updatedAt) ?? -1;
    };
    if (sort === 'name') return [...ranked].sort((a, b) => (record(a).name < record(b).name ? -1 : 1));
    return [...ranked].sort((a, b) => value(b) - value(a) || b.score - a.score);
  }

  #match(match: RankedLibrary, query: string, { installed }: ResolveContext, quality: (record: LibraryRecord) => number | null): LibraryMatch {
    const record = this.#index.record(match.doc)!;
    const { id, ecosystem, name, description, licence, homepage, repository, facts, updatedAt } = record;
    return {
      id, ecosystem, name, description, licence, homepage, repository, updatedAt,
      version: installed.get(id) ?? record.latest,
      installed: installed.has(id),
      downloads: facts.downloads,
      quality: quality(record),
      score: match.score,
      matched: match.matched,
      parts: match.parts,
      reason: explainMatch(match, record, query, installed.has(id)),
      warnings: this.warningsOf(record),
    };
  }

  /** What is to be known before a library is used. */
  warningsOf(record: LibraryRecord): LibraryWarning[] {
    const warnings: LibraryWarning[] = [];
    const { id, ecosystem, name, deprecated } = record;
    const advisory = this.#index.malicious.advisoryOf(ecosystem, name);
    const doc = this.#index.docOf(id);
    const meant = this.#index.mistakenFor({ ecosystem, name, popularity: doc === null ? null : (this.#index.search.libraries[doc]?.popularity ?? null) });
    if (advisory) warnings.push(maliciousWarning(id, advisory, meant?.id ?? null));
    // A library that is installed by many, or that somebody described by hand, is not taken for a slip of another.
    else if (meant && !record.sources.includes('seed')) warnings.push(typosquatWarning(id, meant));
    if (deprecated) warnings.push({ kind: 'deprecated', message: `${id} is deprecated: ${deprecated.slice(0, 300)}`, advisory: null, instead: null });
    return warnings;
  }

  /** About the name as it was asked for, whether or not the catalogue has it. */
  #warnAbout(query: string, ecosystems: readonly string[] | null, first: RankedLibrary | null): LibraryWarning[] {
    const warnings: LibraryWarning[] = [];
    for (const ecosystem of ecosystems ?? ['npm', 'pypi', 'cargo', 'go', 'maven']) {
      const advisory = this.#index.malicious.advisoryOf(ecosystem, query);
      if (!advisory) continue;
      const instead = first ? (this.#index.record(first.doc)?.id ?? null) : null;
      const id = libraryId(ecosystem as LibraryRecord['ecosystem'], query);
      warnings.push(maliciousWarning(id, advisory, instead === id ? null : instead));
    }
    return warnings;
  }
}
