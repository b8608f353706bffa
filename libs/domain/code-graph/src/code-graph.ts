import type {
  CallGraphResult, CallOptions, DependencyOptions, DependencyResult, FindingOptions, FindingsResult, GraphSymbol, ImpactOptions, ImpactResult, ImplementationHit, OutlineNode, RankOptions, RankedSymbol,
  ReferenceOptions, ReferencesResult, SymbolTarget,
} from './model.ts';

/** Questions about one workspace's code, answered for its published generation. Every answer is deterministic. An unknown target gives empty lists. */
export interface CodeGraph {
  definitions(target: SymbolTarget, limit: number): Promise<readonly GraphSymbol[]>;
  references(target: SymbolTarget, options: ReferenceOptions): Promise<ReferencesResult>;
  calls(target: SymbolTarget, options: CallOptions): Promise<CallGraphResult>;
  implementations(target: SymbolTarget, limit: number): Promise<readonly ImplementationHit[]>;
  /** Empty when the file is not indexed or has no symbols. */
  outline(path: string): Promise<readonly OutlineNode[]>;
  dependencies(options: DependencyOptions): Promise<DependencyResult>;
  impact(options: ImpactOptions): Promise<ImpactResult>;
  /** Personalised PageRank over symbols; best first. */
  rank(options: RankOptions): Promise<readonly RankedSymbol[]>;
  findings(options: FindingOptions): Promise<FindingsResult>;
}
