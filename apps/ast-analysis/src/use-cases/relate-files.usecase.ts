import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
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
}

export class RelateFiles {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async execute({ workspaceId, seeds, paths, limit, pathPrefix = '', languages = [] }: Input, ctx: CallContext): Promise<Output> {
    const { registry, open, local, histories } = this.#ports;
    const record = await registry.getIndexed(workspaceId, ctx.tenant);
    await local.ensure(record, ctx);
    const commit = record.summary?.commit;
    const history = commit ? await histories.of(record.workspace, commit) : null;
    const related = relationsTo(new Map(seeds.map(({ path, weight }) => [path, weight])), history);
    const asked = new Set(paths);
    const others = [...related.together.keys()].filter((path) => !asked.has(path) && path.startsWith(pathPrefix) && !isLockFile(path));
    others.sort((a, b) => related.together.get(b)! - related.together.get(a)! || (a < b ? -1 : 1));
    const more: Output['more'] = [];
    for (const path of others.slice(0, 3 * limit)) {
      if (more.length >= limit) break;
      const entry = await open.store(workspaceId).file(path);
      if (entry && (languages.length === 0 || languages.includes(entry.language))) more.push({ path, language: entry.language, fileHash: entry.hash, lines: entry.lines, relation: related.of(path) });
    }
    return { relations: paths.map(related.of), more, commits: history?.files.commits ?? 0, generation: record.generation };
  }
}

function relationsTo(seeds: ReadonlyMap<string, number>, history: WorkspaceHistory | null) {
  const together = history?.files.changingWith(seeds) ?? new Map<string, number>();
  const of = (path: string): number[] => (isLockFile(path) ? [-1, 0] : [history?.files.age(path) ?? -1, Math.round((together.get(path) ?? 0) * 10_000) / 10_000]);
  return { together, of };
}
