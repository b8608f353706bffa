export type { CodeGraph } from './code-graph.ts';
export type {
  CallGraphResult, CallNode, CallOptions, DependencyOptions, DependencyResult, EdgeReason, Finding, FindingKind, FindingOptions, FindingPlace, FindingsResult, GraphSymbol, ImpactOptions, ImpactResult, ImplementationHit,
  OutlineNode, RankOptions, RankedSymbol, ReferenceHit, ReferenceOptions, ReferencesResult, SymbolTarget,
} from './model.ts';
export type { DuplicatePair, DuplicateVerifier, GraphFile, GraphSource, ProjectFileReader } from './graph-source.ts';
export { LinkedCodeGraph, type LinkedCodeGraphOptions } from './linked-code-graph.ts';
export type { Pause } from './linked-workspace.ts';
export { DEFAULT_FINDING_LIMITS, type FindingLimits } from './findings/findings.ts';
export { structuralSimilarity } from './findings/token-similarity.ts';
export { MentionIndex, nameHash, nameHashes } from './mention-index.ts';
export { MemoryGraphSource } from './memory/memory-graph-source.ts';
export { packMap, type MapSymbol, type RepositoryMap } from './map/pack-map.ts';
export { projectFilePaths } from './modules/project-model.ts';
export { isTestPath } from './languages.ts';
export { PLAIN, type AnswerStyle } from './answers/style.ts';
export { writeCalls } from './answers/write-calls.ts';
export { writeDependencies } from './answers/write-dependencies.ts';
export { writeFindings } from './answers/write-findings.ts';
export { writeImpact } from './answers/write-impact.ts';
export { writeImplementations } from './answers/write-implementations.ts';
export { writeOutline } from './answers/write-outline.ts';
export { writeReferences } from './answers/write-references.ts';
