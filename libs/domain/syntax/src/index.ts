export type { CodeChunk, CodeImport, CodeSymbol, FileAnalysis, SourceRange } from './model.ts';
export type { AnalyzeInput, SourceAnalyzer } from './source-analyzer.ts';
