import type { SymbolKind } from '@twinmcp/contracts';
import type { ReferenceKind } from '@twinmcp/syntax';

/** Which symbols are meant: by (qualified) name, by name within a path, or by the place of a definition or of a use. */
export interface SymbolTarget {
  readonly name?: string;
  readonly path?: string;
  /** 1-based. With `name`: the definition nearest to the line; without: the innermost symbol around the line. */
  readonly line?: number;
}

export interface GraphSymbol {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: SymbolKind;
  readonly startLine: number;
  readonly endLine: number;
  readonly nameLine: number;
  readonly exported: boolean;
  /** Stands in a test file. */
  readonly test: boolean;
}

/** Why an edge is believed. */
export type EdgeReason = 'same-file' | 'import' | 're-export' | 'namespace' | 'self' | 'receiver-type' | 'inherited' | 'same-package' | 'include' | 'only-candidate' | 'one-of-several';

export interface ReferenceHit {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly line: number;
  readonly column: number;
  readonly kind: ReferenceKind | 'import';
  /** 0..1; 1 = bound by an import or in the same scope. */
  readonly confidence: number;
  readonly reason: EdgeReason;
  /** Qualified name of the symbol around the use, null at the top of a file. */
  readonly within: string | null;
  readonly test: boolean;
}

export interface ReferenceOptions {
  readonly kinds?: readonly (ReferenceKind | 'import')[];
  readonly pathPrefix?: string;
  /** Leave out uses in test files. Default false. */
  readonly withoutTests?: boolean;
  /** Default 0.5. */
  readonly minConfidence?: number;
  readonly limit: number;
  readonly offset?: number;
}

export interface ReferencesResult {
  readonly definitions: readonly GraphSymbol[];
  /** By path, then line, then column. */
  readonly references: readonly ReferenceHit[];
  readonly total: number;
}

export interface CallOptions {
  readonly direction: 'callers' | 'callees';
  /** 1 = direct. At most 10. */
  readonly depth: number;
  readonly minConfidence?: number;
  readonly withoutTests?: boolean;
  readonly limit: number;
}

export interface CallNode {
  readonly symbol: GraphSymbol;
  readonly depth: number;
  /** Index into `nodes` of the symbol it was reached from, -1 for those asked for. */
  readonly from: number;
  /** Lines of the calls between the two, in the caller's file. */
  readonly lines: readonly number[];
  readonly confidence: number;
}

export interface CallGraphResult {
  readonly nodes: readonly CallNode[];
  readonly truncated: boolean;
}

export interface ImplementationHit {
  readonly symbol: GraphSymbol;
  readonly relation: 'extends' | 'implements' | 'overrides';
  readonly depth: number;
  readonly confidence: number;
}

export interface OutlineNode {
  readonly symbol: GraphSymbol;
  readonly children: readonly OutlineNode[];
}

export interface DependencyOptions {
  /** A file or a folder; empty = the workspace. */
  readonly path: string;
  readonly direction: 'imports' | 'importers';
  readonly depth: number;
  readonly groupBy: 'file' | 'folder';
  readonly limit: number;
  /** Of the modules outside; default `limit`. */
  readonly externalLimit?: number;
}

export interface DependencyResult {
  readonly nodes: readonly { readonly path: string; readonly depth: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly lines: readonly number[]; readonly typeOnly: boolean }[];
  /** Modules outside the workspace with the number of files that import them, most used first. */
  readonly external: readonly { readonly module: string; readonly files: number; readonly family: string }[];
  /** Imports that look local but lead to no indexed file. */
  readonly unresolved: readonly { readonly path: string; readonly line: number; readonly module: string }[];
  readonly truncated: boolean;
}

export interface ImpactOptions {
  readonly targets: readonly SymbolTarget[];
  /** Whole files count as changed. */
  readonly paths?: readonly string[];
  readonly depth: number;
  readonly minConfidence?: number;
  readonly limit: number;
}

export interface ImpactResult {
  readonly changed: readonly GraphSymbol[];
  /** Nearest and most certain first. `via` = qualified name of the symbol it depends on. */
  readonly affected: readonly { readonly symbol: GraphSymbol; readonly depth: number; readonly confidence: number; readonly relation: 'calls' | 'uses' | 'inherits' | 'imports'; readonly via: string }[];
  readonly files: readonly { readonly path: string; readonly depth: number; readonly symbols: number; readonly confidence: number }[];
  readonly tests: readonly { readonly path: string; readonly symbols: readonly string[]; readonly confidence: number }[];
  readonly truncated: boolean;
}

export interface RankedSymbol {
  readonly symbol: GraphSymbol;
  /** Share of the total rank, all symbols of the workspace together make 1. */
  readonly rank: number;
}

export interface RankOptions {
  /** Names, paths or words that the ranking leans to; empty = the importance in the whole workspace. */
  readonly seeds: { readonly names: readonly string[]; readonly paths: readonly string[] };
  readonly pathPrefix?: string;
  readonly withTests?: boolean;
  readonly limit: number;
}

export type FindingKind = 'duplicate-code' | 'dead-export' | 'import-cycle' | 'large-function' | 'deep-nesting' | 'complex-function';

export interface FindingPlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  readonly fileHash: string;
}

export interface Finding {
  /** Stable while the places stay the same in content. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: 'info' | 'warning';
  /** One sentence: what was found, with the measure and its limit. */
  readonly message: string;
  readonly places: readonly FindingPlace[];
  /** E.g. { lines: 240, limit: 80 } or { similarity: 0.93 }. */
  readonly measures: Readonly<Record<string, number>>;
}

export interface FindingOptions {
  readonly kinds?: readonly FindingKind[];
  readonly pathPrefix?: string;
  readonly withTests?: boolean;
  readonly limit: number;
  readonly offset?: number;
}

export interface FindingsResult {
  readonly findings: readonly Finding[];
  readonly total: number;
  readonly byKind: Readonly<Partial<Record<FindingKind, number>>>;
}
