import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { FileGraph } from '@twinmcp/retrieval';
import type { WorkspaceImports } from '../graph/workspace-imports.ts';
import { isLockFile } from '@twinmcp/syntax';
import type { LocalGeneration } from '../sources/local-generation.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceHistories, WorkspaceHistory } from '../sources/workspace-histories.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

type Input = RpcParsedInput<typeof astAnalysis.relateFiles>;
type Output = RpcOutput<typeof astAnalysis.relateFiles>;

interface Ports {
  readonly registry: WorkspaceRegistry;
  readonly open: OpenWorkspaces;
  readonly local: LocalGeneration;
  readonly histories: WorkspaceHistories;
  readonly imports: WorkspaceImports;
}

/** Linking all files costs seconds and memory, so the import graph is asked only where git knows no past, and not of more files than this. */
const GRAPH_FILES = 3_000;

export class RelateFiles {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async execute({ workspaceId, seeds, paths, limit, pathPrefix = '', languages = [] }: Input, ctx: CallContext): Promise<Output> {
    const { registry, open, local, histories, imports } = this.#ports;
    const record = await registry.getIndexed(workspaceId, ctx.tenant);
    await local.ensure(record, ctx);
    const commit = record.summary?.commit;
    const history = commit ? await histories.of(record.workspace, commit) : null;
    const linked = (history?.files.commits ?? 0) === 0 && (record.summary?.files ?? Infinity) <= GRAPH_FILES;
    const graph = linked ? await imports.of(workspaceId, record.generation, ctx) : null;
    const related = relationsTo(new Map(seeds.map(({ path, weight }) => [path, weight])), history, graph);
    const asked = new Set(paths);
    const others = [...new Set([...related.together.keys(), ...related.near.keys()])].filter((path) => !asked.has(path) && path.startsWith(pathPrefix) && !isLockFile(path));
    const strength = (path: string) => (related.together.get(path) ?? 0) + (related.near.get(path) ?? 0);
    others.sort((a, b) => strength(b) - strength(a) || (a < b ? -1 : 1));
    const more: Output['more'] = [];
    for (const path of others.slice(0, 3 * limit)) {
      if (more.length >= limit) break;
      const entry = await open.store(workspaceId).file(path);
      if (entry && (languages.length === 0 || languages.includes(entry.language))) more.push({ path, language: entry.language, fileHash: entry.hash, lines: entry.lines, relation: related.of(path) });
    }
    return { relations: paths.map(related.of), more, commits: history?.files.commits ?? 0, graph: graph !== null, generation: record.generation };
  }
}

function relationsTo(seeds: ReadonlyMap<string, number>, history: WorkspaceHistory | null, graph: FileGraph | null) {
  const together = history?.files.changingWith(seeds) ?? new Map<string, number>();
  const near = graph?.near(seeds) ?? new Map<string, number>();
  const of = (path: string): number[] => {
    if (isLockFile(path)) return [0, 0, -1, 0, 0, 0];
    const past = history?.files.past(path);
    return [past?.changes ?? 0, past?.recent ?? 0, past?.age ?? -1, together.get(path) ?? 0, near.get(path) ?? 0, graph?.importers(path) ?? 0].map((value) => Math.round(value * 10_000) / 10_000);
  };
  return { together, near, of };
}
