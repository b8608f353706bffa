import { Controller, Inject } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { libraryResolution, type RpcParsedInput } from '@twinmcp/contracts';
import { isDomainError } from '@twinmcp/kernel';
import { findBuiltIns, libraryId, RecommendLibraries, ResolveLibrary } from '@twinmcp/libraries';
import { LIVE_CONFIG, RpcHandler, type RpcContext } from '@twinmcp/platform';
import { AdvisoryKnowledge } from './advisory-knowledge.ts';
import { CatalogueAnalytics } from './catalogue-analytics.ts';
import { CompareLibraries } from './compare-libraries.usecase.ts';
import { qualityWeights, recommendationWeights, searchWeights } from './configured-weights.ts';
import { detailsOf } from './library-details.ts';
import { FetchLibrary } from './fetch-library.ts';
import { InstalledLibrary } from './installed-library.ts';
import { JudgeLibrary } from './judge-library.ts';
import { KeptTextEmbedder } from './kept-text-embedder.ts';
import { LearnLibraries } from './learn-libraries.usecase.ts';
import { LibraryShelf } from './library-shelf.ts';
import { WorkspaceLibraries } from './workspace-libraries.ts';

/** Looked at beyond what is asked for, so that libraries of other ecosystems do not crowd out one of this. */
const ELSEWHERE = 30;

/** Resolving, scoring, recommending and comparing libraries. */
@Controller()
export class LibraryCatalogueController {
  constructor(
    @Inject(LibraryShelf) private readonly shelf: LibraryShelf,
    @Inject(KeptTextEmbedder) private readonly embedder: KeptTextEmbedder,
    @Inject(WorkspaceLibraries) private readonly workspaces: WorkspaceLibraries,
    @Inject(FetchLibrary) private readonly fetching: FetchLibrary,
    @Inject(JudgeLibrary) private readonly judge: JudgeLibrary,
    @Inject(InstalledLibrary) private readonly here: InstalledLibrary,
    @Inject(CompareLibraries) private readonly comparing: CompareLibraries,
    @Inject(LearnLibraries) private readonly learning: LearnLibraries,
    @Inject(AdvisoryKnowledge) private readonly advisories: AdvisoryKnowledge,
    @Inject(CatalogueAnalytics) private readonly analytics: CatalogueAnalytics,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
  ) {}

  @RpcHandler(libraryResolution.resolveLibrary)
  async resolveLibrary(input: RpcParsedInput<typeof libraryResolution.resolveLibrary>, ctx: RpcContext) {
    const startedAt = performance.now();
    const [{ index, degraded }, installed] = await Promise.all([this.shelf.view({ semantic: input.semantic }), this.workspaces.installed(input.workspaceId, ctx)]);
    const { libraries } = this.config.current;
    const found = await new ResolveLibrary(index, this.embedder).execute(input, { weights: searchWeights(libraries), qualityWeights: qualityWeights(libraries), installed, now: Date.now() });
    const { matches, warnings } = await this.advisories.warn(input.query, input.ecosystems, found.matches);
    const [first] = matches;
    this.analytics.note('resolved', first?.id ?? null, { kind: input.kind, matched: first?.matched ?? null });
    return { ...found, matches, warnings: [...found.warnings, ...warnings], degraded: [...degraded, ...found.degraded], tookMs: performance.now() - startedAt };
  }

  @RpcHandler(libraryResolution.getLibrary)
  async getLibrary({ library, refresh }: RpcParsedInput<typeof libraryResolution.getLibrary>, ctx: RpcContext) {
    const { record, degraded } = await this.fetching.execute(library, refresh, ctx.signal);
    const { index } = await this.shelf.view({ semantic: false });
    return { library: detailsOf(record), warnings: new ResolveLibrary(index, null).warningsOf(record), degraded };
  }

  @RpcHandler(libraryResolution.scoreLibrary)
  async scoreLibrary({ library, workspaceId, refresh }: RpcParsedInput<typeof libraryResolution.scoreLibrary>, ctx: RpcContext) {
    const installed = await this.workspaces.installed(workspaceId, ctx);
    await this.here.look(library, workspaceId, ctx);
    const { record, degraded } = await this.fetching.execute(library, refresh, ctx.signal);
    const { index } = await this.shelf.view({ semantic: false });
    return { quality: await this.judge.score(record, index, library.version ?? installed.get(record.id) ?? null), degraded };
  }

  @RpcHandler(libraryResolution.similarLibraries)
  async similarLibraries({ library, workspaceId, relations, limit }: RpcParsedInput<typeof libraryResolution.similarLibraries>, ctx: RpcContext) {
    await this.here.look(library, workspaceId, ctx);
    // What a platform has itself is told by the name alone, too.
    const known = await this.fetching.execute(library, 'never', ctx.signal).catch((error: unknown) => {
      const builtIns = findBuiltIns(library);
      if (builtIns.length === 0 || !isDomainError(error)) throw error;
      return { builtIns, degraded: [`${libraryId(library.ecosystem, library.name)} is not in the catalogue: only what its name tells was looked at`] };
    });
    if (!('record' in known)) return { recommendations: [], ...known };
    const { record, degraded: fetched } = known;
    const { index, degraded } = await this.shelf.view();
    const warnings = new ResolveLibrary(index, null);
    const missing: string[] = [];
    const found = await new RecommendLibraries(index, { pairsOf: (id, most) => this.shelf.pairsOf(id, most, missing) }).execute({ library: record, relations, limit: limit + ELSEWHERE, weights: recommendationWeights(this.config.current.libraries), qualityOf: (other) => this.judge.quick(other), now: Date.now() });
    // What another ecosystem has cannot be installed here: it comes after what can.
    const ordered = [...found.filter(({ ecosystem }) => ecosystem === record.ecosystem), ...found.filter(({ ecosystem }) => ecosystem !== record.ecosystem)].slice(0, limit);
    return { recommendations: ordered.map((item) => ({ ...item, warnings: warnings.warningsOf(index.get(item.id)!) })), builtIns: relations.includes('alternative') ? findBuiltIns(record) : [], degraded: [...new Set([...fetched, ...degraded, ...missing])] };
  }

  @RpcHandler(libraryResolution.compareLibraries)
  compareLibraries(input: RpcParsedInput<typeof libraryResolution.compareLibraries>, ctx: RpcContext) {
    return this.comparing.execute(input, ctx);
  }

  @RpcHandler(libraryResolution.learnLibraries)
  learnLibraries(input: RpcParsedInput<typeof libraryResolution.learnLibraries>, ctx: RpcContext) {
    return this.learning.execute(input, ctx);
  }

  @RpcHandler(libraryResolution.catalogueStats)
  async catalogueStats(_input: RpcParsedInput<typeof libraryResolution.catalogueStats>, _ctx: RpcContext) {
    const { index } = await this.shelf.view({ semantic: false });
    const byEcosystem: Record<string, number> = {};
    for (const { ecosystem } of index.records()) byEcosystem[ecosystem] = (byEcosystem[ecosystem] ?? 0) + 1;
    return { libraries: index.size, byEcosystem, vectors: index.search.vectors.size, storage: this.shelf.catalogue.storage, registries: this.fetching.asksRegistries };
  }
}
