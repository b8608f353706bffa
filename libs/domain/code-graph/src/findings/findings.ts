import type { DuplicateVerifier } from '../graph-source.ts';
import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { Finding, FindingKind, FindingOptions, FindingsResult } from '../model.ts';
import { deadExports } from './dead-exports.ts';
import { duplicateCode } from './duplicate-code.ts';
import { importCycles } from './import-cycles.ts';
import { functionFindings } from './function-limits.ts';

export interface FindingLimits {
  /** Lines of one function. */
  readonly functionLines: number;
  /** Statements of one function. */
  readonly functionStatements: number;
  /** Deepest nesting of control structures. */
  readonly nesting: number;
  /** Cyclomatic complexity (McCabe 1976). */
  readonly complexity: number;
  /** Smallest function, in tokens, that can be a duplicate. */
  readonly duplicateTokens: number;
  /** Least share of the smaller one's fingerprints that both have. */
  readonly similarity: number;
}

export const DEFAULT_FINDING_LIMITS: FindingLimits = { functionLines: 80, functionStatements: 50, nesting: 4, complexity: 15, duplicateTokens: 60, similarity: 0.8 };
const FUNCTION_KINDS: readonly FindingKind[] = ['large-function', 'deep-nesting', 'complex-function'];
export const FINDING_KINDS: readonly FindingKind[] = ['import-cycle', 'duplicate-code', 'dead-export', 'large-function', 'deep-nesting', 'complex-function'];

interface Means {
  readonly pause?: Pause;
  readonly limits?: Partial<FindingLimits>;
  readonly verifier?: DuplicateVerifier;
}

/** What was found in one state of a workspace: pages of the same list are not worked out twice. */
export class FoundBefore {
  #revision = -1;
  readonly #lists = new Map<string, readonly Finding[]>();

  async get(revision: number, key: string, find: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
    if (revision !== this.#revision) {
      this.#lists.clear();
      this.#revision = revision;
    }
    let list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, (list = await find()));
    return list;
  }
}

/** Findings of the kinds asked for: warnings first, then by kind, then by what weighs most. */
export async function findings(workspace: LinkedWorkspace, options: FindingOptions, means: Means, before = new FoundBefore()): Promise<FindingsResult> {
  const { pause = () => Promise.resolve(), verifier } = means;
  const kinds = new Set(options.kinds && options.kinds.length > 0 ? options.kinds : FINDING_KINDS);
  const bounds = { ...DEFAULT_FINDING_LIMITS, ...means.limits };
  await workspace.linkAll(pause);
  const files = workspace.table.all.filter(({ test }) => options.withTests || !test);
  const found = async (key: string, find: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> => before.get(workspace.revision, `${key} ${options.withTests === true}`, find);
  const all: Finding[] = [];
  if (kinds.has('import-cycle')) all.push(...(await found('cycles', async () => importCycles(workspace, files))));
  if (kinds.has('dead-export')) all.push(...(await found('exports', () => deadExports(workspace, pause))));
  if (FUNCTION_KINDS.some((kind) => kinds.has(kind))) all.push(...(await found('functions', async () => {
    for (const file of files) {
      workspace.shapes(file);
      await pause();
    }
    return functionFindings(workspace, files, bounds);
  })).filter(({ kind }) => kinds.has(kind)));
  if (kinds.has('duplicate-code')) all.push(...(await found('duplicates', () => duplicateCode(workspace, files, bounds, verifier, pause))));
  const wanted = all.filter(({ places }) => !options.pathPrefix || places.some(({ path }) => path.startsWith(options.pathPrefix!))).filter(({ places }) => options.withTests || places.some(({ path }) => workspace.table.at(path)?.test === false));
  wanted.sort((a, b) => Number(a.severity === 'info') - Number(b.severity === 'info') || FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind) || (b.measures['weight'] ?? 0) - (a.measures['weight'] ?? 0) || byPlace(a, b));
  const byKind: Partial<Record<FindingKind, number>> = {};
  for (const { kind } of wanted) byKind[kind] = (byKind[kind] ?? 0) + 1;
  const offset = options.offset ?? 0;
  return { findings: wanted.slice(offset, offset + options.limit), total: wanted.length, byKind };
}

function byPlace(a: Finding, b: Finding): number {
  const [x, y] = [a.places[0], b.places[0]];
  if (x && y && x.path !== y.path) return x.path < y.path ? -1 : 1;
  return (x?.startLine ?? 0) - (y?.startLine ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
