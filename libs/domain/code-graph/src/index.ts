export type { CodeGraph } from './code-graph.ts';
export type {
  CallGraphResult, CallNode, CallOptions, DependencyOptions, DependencyResult, EdgeReason, Finding, FindingKind, FindingOptions, FindingPlace, FindingsResult, GraphSymbol, ImpactOptions, ImpactResult, ImplementationHit,
  OutlineNode, RankOptions, RankedSymbol, ReferenceHit, ReferenceOptions, ReferencesResult, SymbolTarget,
} from './model.ts';
export { packMap, type MapSymbol, type RepositoryMap } from './map/pack-map.ts';
