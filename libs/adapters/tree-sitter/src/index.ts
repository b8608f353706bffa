export { TreeSitterAnalyzer, type TreeSitterAnalyzerOptions } from './tree-sitter-analyzer.ts';
