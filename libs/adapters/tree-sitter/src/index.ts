export { TreeSitterAnalyzer, type TreeSitterAnalyzerOptions, type TreeStats } from './tree-sitter-analyzer.ts';
