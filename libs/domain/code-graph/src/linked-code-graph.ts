import type { CodeGraph } from './code-graph.ts';
import type { DuplicateVerifier, GraphSource, ProjectFileReader } from './graph-source.ts';
import { LinkedWorkspace, type Pause } from './linked-workspace.ts';
import type {
  CallGraphResult, CallOptions, DependencyOptions, DependencyResult, FindingOptions, FindingsResult, GraphSymbol, ImpactOptions, ImpactResult, ImplementationHit, OutlineNode, RankOptions, RankedSymbol, ReferenceOptions,
  ReferencesResult, SymbolTarget,
} from './model.ts';
import { calls } from './queries/calls.ts';
import { dependencies } from './queries/dependencies.ts';
import { implementations } from './queries/inheritance.ts';
import { outline } from './queries/outline.ts';
import { definitions, references } from './queries/references.ts';
import { toSymbol } from './queries/symbols.ts';
import { FoundBefore, findings, type FindingLimits } from './findings/findings.ts';
import { impact } from './whole/impact.ts';
import { rank } from './whole/rank.ts';
import { SymbolGraphs } from './whole/symbol-graph.ts';

export interface LinkedCodeGraphOptions {
  readonly source: GraphSource;
  /** Default: no project file is read, so that modules are found by path alone. */
  readonly projectFiles?: ProjectFileReader;
  /** Default: similarity is that of the fingerprints, and the finding says so. */
  readonly verifier?: DuplicateVerifier;
  /** Awaited between small steps of long work; may fail to end it. Default: goes on at once. */
  readonly pause?: Pause;
  readonly limits?: Partial<FindingLimits>;
}

/** `CodeGraph` by linking names of files: single questions read the files that mention a name, the others link all files once. */
export class LinkedCodeGraph implements CodeGraph {
  readonly #workspace: LinkedWorkspace;
  readonly #graphs: SymbolGraphs;
  readonly #found = new FoundBefore();
  readonly #options: LinkedCodeGraphOptions;
  readonly #pause: Pause;

  constructor(options: LinkedCodeGraphOptions) {
    this.#options = options;
    this.#pause = options.pause ?? (() => Promise.resolve());
    this.#workspace = new LinkedWorkspace(options.source, options.projectFiles ?? { read: () => Promise.resolve(new Map()) });
    this.#graphs = new SymbolGraphs(this.#workspace);
  }

  /** The same graph for a caller with a pause of its own. */
  withPause(pause: Pause): CodeGraph {
    return new Asked(this.#workspace, this.#graphs, this.#found, { ...this.#options, pause });
  }

  definitions(target: SymbolTarget, limit: number): Promise<readonly GraphSymbol[]> {
    return this.withPause(this.#pause).definitions(target, limit);
  }

  references(target: SymbolTarget, options: ReferenceOptions): Promise<ReferencesResult> {
    return this.withPause(this.#pause).references(target, options);
  }

  calls(target: SymbolTarget, options: CallOptions): Promise<CallGraphResult> {
    return this.withPause(this.#pause).calls(target, options);
  }

  implementations(target: SymbolTarget, limit: number): Promise<readonly ImplementationHit[]> {
    return this.withPause(this.#pause).implementations(target, limit);
  }

  outline(path: string): Promise<readonly OutlineNode[]> {
    return this.withPause(this.#pause).outline(path);
  }

  dependencies(options: DependencyOptions): Promise<DependencyResult> {
    return this.withPause(this.#pause).dependencies(options);
  }

  impact(options: ImpactOptions): Promise<ImpactResult> {
    return this.withPause(this.#pause).impact(options);
  }

  rank(options: RankOptions): Promise<readonly RankedSymbol[]> {
    return this.withPause(this.#pause).rank(options);
  }

  findings(options: FindingOptions): Promise<FindingsResult> {
    return this.withPause(this.#pause).findings(options);
  }
}

/** A workspace that changes all the time is answered from what was there. */
const MAX_TRIES = 3;

class Asked implements CodeGraph {
  readonly #workspace: LinkedWorkspace;
  readonly #graphs: SymbolGraphs;
  readonly #found: FoundBefore;
  readonly #options: LinkedCodeGraphOptions & { readonly pause: Pause };

  constructor(workspace: LinkedWorkspace, graphs: SymbolGraphs, found: FoundBefore, options: LinkedCodeGraphOptions & { readonly pause: Pause }) {
    this.#workspace = workspace;
    this.#graphs = graphs;
    this.#found = found;
    this.#options = options;
  }

  async definitions(target: SymbolTarget, limit: number): Promise<readonly GraphSymbol[]> {
    await this.#workspace.refresh();
    return definitions(this.#workspace, target, limit).map(toSymbol);
  }

  async references(target: SymbolTarget, options: ReferenceOptions): Promise<ReferencesResult> {
    return this.#steady(() => references(this.#workspace, target, options, this.#options.pause));
  }

  async calls(target: SymbolTarget, options: CallOptions): Promise<CallGraphResult> {
    return this.#steady(() => calls(this.#workspace, target, options, this.#options.pause));
  }

  async implementations(target: SymbolTarget, limit: number): Promise<readonly ImplementationHit[]> {
    return this.#steady(() => implementations(this.#workspace, target, limit, this.#options.pause));
  }

  async outline(path: string): Promise<readonly OutlineNode[]> {
    await this.#workspace.refresh();
    return outline(this.#workspace, path);
  }

  async dependencies(options: DependencyOptions): Promise<DependencyResult> {
    return this.#steady(() => dependencies(this.#workspace, options, this.#options.pause));
  }

  async impact(options: ImpactOptions): Promise<ImpactResult> {
    return this.#steady(async () => impact(this.#workspace, await this.#graphs.get(this.#options.pause), options));
  }

  async rank(options: RankOptions): Promise<readonly RankedSymbol[]> {
    await this.#workspace.refresh();
    return rank(this.#workspace, await this.#graphs.get(this.#options.pause), options, this.#options.pause);
  }

  async findings(options: FindingOptions): Promise<FindingsResult> {
    return this.#steady(() => findings(this.#workspace, options, this.#options, this.#found));
  }

  /** An answer from one state of the workspace: files that change meanwhile would be missed. */
  async #steady<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      await this.#workspace.refresh();
      const { revision } = this.#workspace;
      const answer = await work();
      if (revision === this.#workspace.revision || tries >= MAX_TRIES) return answer;
    }
  }
}
