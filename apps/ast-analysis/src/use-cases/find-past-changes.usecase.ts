import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import { isLockFile } from '@twinmcp/syntax';
import type { LocalGeneration } from '../sources/local-generation.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceHistories } from '../sources/workspace-histories.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

type Input = RpcParsedInput<typeof astAnalysis.findPastChanges>;
type Output = RpcOutput<typeof astAnalysis.findPastChanges>;

/** Names of past commits may be gone from the index: more are looked at than are asked for. */
const SPARE = 3;

export class FindPastChanges {
  readonly #registry: WorkspaceRegistry;
  readonly #open: OpenWorkspaces;
  readonly #local: LocalGeneration;
  readonly #histories: WorkspaceHistories;

  constructor(registry: WorkspaceRegistry, open: OpenWorkspaces, local: LocalGeneration, histories: WorkspaceHistories) {
    this.#registry = registry;
    this.#open = open;
    this.#local = local;
    this.#histories = histories;
  }

  async execute({ workspaceId, query, pathPrefix = '', languages = [], limit }: Input, ctx: CallContext): Promise<Output> {
    const record = await this.#registry.getIndexed(workspaceId, ctx.tenant);
    const { generation } = record;
    const commit = record.summary?.commit;
    if (!commit) return { files: [], coverage: 0, commits: 0, generation };
    await this.#local.ensure(record, ctx);
    const { messages: index } = await this.#histories.of(record.workspace, commit);
    const { files, coverage } = index.search(query, limit * SPARE, (path) => path.startsWith(pathPrefix) && !isLockFile(path));
    const store = this.#open.store(workspaceId);
    const known: Output['files'] = [];
    for (const { path, score, commits } of files) {
      if (known.length >= limit) break;
      const entry = await store.file(path);
      if (entry && (languages.length === 0 || languages.includes(entry.language))) known.push({ path, language: entry.language, fileHash: entry.hash, lines: entry.lines, score, commits: [...commits] });
    }
    return { files: known, coverage, commits: index.size, generation };
  }
}
