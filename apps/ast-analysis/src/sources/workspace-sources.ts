import path from 'node:path';
import type { LiveConfig } from '@twinmcp/configuration';
import type { Workspace } from '@twinmcp/contracts';
import { GitHistory, GitInfo, GitSource, cloneDirectory, type Baseline } from '@twinmcp/git';
import { DomainError } from '@twinmcp/kernel';
import { DirectorySource } from '@twinmcp/workspace-fs';
import { PathPolicy, type CommitHistory, type WorkspaceSourceReader } from '@twinmcp/workspaces';

export interface SourceEnvironment {
  readonly config: LiveConfig;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Makes the readers of workspaces. A git reader belongs to who asked for it and must be closed. */
export class WorkspaceSources {
  readonly #environment: SourceEnvironment;
  readonly #gitInfo: GitInfo;

  constructor(environment: SourceEnvironment) {
    this.#environment = environment;
    this.#gitInfo = new GitInfo({ env: environment.env });
  }

  /** At the newest state of the source. */
  open({ source }: Pick<Workspace, 'source'>): DirectorySource | GitSource {
    const { config, env } = this.#environment;
    const options = { policy: new PathPolicy({ exclude: config.current.indexing.exclude }), maxFileSize: config.current.ast.max_file_size };
    if (source.kind === 'directory') return new DirectorySource({ ...options, root: source.root, revision: (root) => this.#gitInfo.revision(root) });
    return new GitSource({ ...options, url: source.url, ref: source.ref, cacheDir: this.#cacheDir, env });
  }

  /** At what was indexed last: the directory as it is, or the published commit. */
  async openPublished(workspace: Workspace, commit: string | null): Promise<WorkspaceSourceReader> {
    const source = this.open(workspace);
    if (source instanceof GitSource && commit !== null) await source.pin(commit);
    return source;
  }

  /** What the workspace held at another commit. To be closed. */
  async baseline({ source }: Pick<Workspace, 'source'>, reader: WorkspaceSourceReader, base: string): Promise<Baseline> {
    if (source.kind === 'directory') return this.#gitInfo.baseline(source.root, base);
    if (reader instanceof GitSource) return reader.baseline(base);
    throw new DomainError('unsupported', 'this source has no history');
  }

  /** Commits up to one that was indexed: objects of a git workspace are in its clone then. */
  history({ source }: Pick<Workspace, 'source'>): CommitHistory {
    const { env } = this.#environment;
    return new GitHistory(source.kind === 'directory' ? { root: source.root } : { directory: cloneDirectory(this.#cacheDir, source.url) }, env);
  }

  /** Deletes what was fetched for a workspace, when no other one needs it. */
  async forget({ source }: Workspace, others: readonly Workspace[]): Promise<void> {
    if (source.kind !== 'git' || others.some((other) => other.source.kind === 'git' && other.source.url === source.url)) return;
    const reader = this.open({ source });
    if (reader instanceof GitSource) await reader.removeClone();
  }

  get #cacheDir(): string {
    return path.join(this.#environment.dataDir, 'ast-analysis', 'git');
  }
}
