export const USE_CASES = Symbol('twinmcp.ast-analysis.UseCases'); // AstAnalysisUseCases
export const SOURCE_ANALYZER = Symbol.for('twinmcp.SourceAnalyzer'); // SourceAnalyzer
export const DATA_DIR = Symbol('twinmcp.ast-analysis.DataDirectory'); // string
