export { AstAnalysisModule } from './ast-analysis.module.ts';
