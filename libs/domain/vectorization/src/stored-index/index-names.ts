import { contentHash, newId } from '@twinmcp/kernel';
import { ANALYZER_VERSION } from '@twinmcp/retrieval';

/** Changes whenever points are stored otherwise. */
const FORMAT = 2;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Names of what belongs to a workspace. `<prefix>.<workspace>.<digest>` is an alias: what is read and written; the collection behind it
 * has a name of its own, so that another can take its place in one step. Workspace ids hold no dot: none begins as another.
 */
export class IndexNames {
  readonly #prefix: string;
  readonly #digest: string;

  constructor(prefix: string, model: string, dimensions: number) {
    this.#prefix = prefix;
    this.#digest = contentHash(JSON.stringify([FORMAT, ANALYZER_VERSION, model, dimensions]), 10);
  }

  /** Of everything of the workspace, whatever the model. */
  begin(workspaceId: string): string {
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(workspaceId)) throw new RangeError(`not a workspace id: ${workspaceId}`);
    return `${this.#prefix}.${workspaceId}.`;
  }

  alias(workspaceId: string): string {
    return `${this.begin(workspaceId)}${this.#digest}`;
  }

  staging(workspaceId: string): string {
    return `${this.alias(workspaceId)}.staging`;
  }

  newCollection(workspaceId: string): string {
    return `${this.alias(workspaceId)}.${newId('c')}`;
  }

  /** To be read by one process, and named by when it was made. */
  newCopy(workspaceId: string, nowMs: number): string {
    return `${this.begin(workspaceId)}copy.${nowMs}`;
  }

  /** Left by a process that is gone, for all that can be told. */
  isLeftCopy(workspaceId: string, collection: string, nowMs: number): boolean {
    return this.isCopy(workspaceId, collection) && nowMs - Number(collection.split('.').at(-1)) > DAY_MS;
  }

  isCopy(workspaceId: string, collection: string): boolean {
    return collection.startsWith(`${this.begin(workspaceId)}copy.`);
  }

  isOfThisModel(workspaceId: string, collection: string): boolean {
    return collection.startsWith(`${this.alias(workspaceId)}.`);
  }

  /** What is known of snapshots, outside of the collections they are of. */
  snapshots(workspaceId: string): string {
    return `${this.begin(workspaceId)}snapshots`;
  }
}
