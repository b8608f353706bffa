import type { FileNode } from '../files/file-table.ts';
import type { LinkedWorkspace } from '../linked-workspace.ts';
import type { Finding, FindingKind, FindingPlace } from '../model.ts';
import { findingId } from './finding-id.ts';
import type { FindingLimits } from './findings.ts';

export function placeOfSymbol(file: FileNode, symbol: number): FindingPlace {
  const { startLine, endLine, qualifiedName } = file.skeleton.symbols[symbol]!;
  return { path: file.path, startLine, endLine, symbol: qualifiedName, fileHash: file.hash };
}

/** Functions beyond a limit; twice the limit is a warning. */
export function functionFindings(workspace: LinkedWorkspace, files: readonly FileNode[], limits: FindingLimits): Finding[] {
  const found: Finding[] = [];
  for (const file of files) {
    for (const { symbol, statements, nesting, complexity } of workspace.shapes(file).measures) {
      const place = placeOfSymbol(file, symbol);
      const lines = place.endLine - place.startLine + 1;
      const add = (kind: FindingKind, over: number, message: string, measures: Record<string, number>): void => {
        found.push({ id: findingId(kind, [place]), kind, severity: over >= 2 ? 'warning' : 'info', message: `${place.symbol} ${message}`, places: [place], measures: { ...measures, weight: Math.round(over * 100) / 100 } });
      };
      if (lines > limits.functionLines) add('large-function', lines / limits.functionLines, `has ${lines} lines, the limit is ${limits.functionLines}`, { lines, statements, limit: limits.functionLines });
      else if (statements > limits.functionStatements) add('large-function', statements / limits.functionStatements, `has ${statements} statements, the limit is ${limits.functionStatements}`, { lines, statements, limit: limits.functionStatements });
      if (nesting > limits.nesting) add('deep-nesting', nesting / limits.nesting, `nests control structures ${nesting} deep, the limit is ${limits.nesting}`, { nesting, limit: limits.nesting });
      if (complexity > limits.complexity) add('complex-function', complexity / limits.complexity, `has a cyclomatic complexity of ${complexity}, the limit is ${limits.complexity}`, { complexity, limit: limits.complexity });
    }
  }
  return found;
}
