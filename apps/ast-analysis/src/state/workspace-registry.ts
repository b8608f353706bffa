import type { IndexSummary, Workspace } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { KeyValueStore } from '@twinmcp/messaging';
import { updateEntry } from './update-entry.ts';

const BUCKET = 'workspaces';

/** What all replicas know of a workspace. */
export interface WorkspaceRecord {
  readonly workspace: Workspace;
  readonly tenant: string;
  /** Of the last run that ended well; 0 = none yet. */
  readonly generation: number;
  readonly indexedAt: number | null;
  readonly summary: IndexSummary | null;
  /** Accepted, not started. */
  readonly queuedJobId: string | null;
  /** Started last. */
  readonly lastJobId: string | null;
}

export class WorkspaceRegistry {
  readonly #kv: KeyValueStore;
  /** By id. Every answer asks for its workspace several times, and the record of a large one takes longer to parse than to find. */
  readonly #parsed = new Map<string, { readonly revision: number; readonly record: WorkspaceRecord }>();

  constructor(kv: KeyValueStore) {
    this.#kv = kv;
  }

  async find(id: string, tenant: string): Promise<WorkspaceRecord | null> {
    const entry = await this.#kv.get(BUCKET, id);
    if (entry === null) {
      this.#parsed.delete(id);
      return null;
    }
    let known = this.#parsed.get(id);
    if (known?.revision !== entry.revision) this.#parsed.set(id, (known = { revision: entry.revision, record: entry.value as WorkspaceRecord }));
    return known.record.tenant === tenant ? known.record : null;
  }

  async get(id: string, tenant: string): Promise<WorkspaceRecord> {
    const record = await this.find(id, tenant);
    if (!record) throw new DomainError('workspace-not-found', `there is no workspace "${id}": register its directory or git URL first`, { details: { workspaceId: id } });
    return record;
  }

  /** One whose first run ended well. */
  async getIndexed(id: string, tenant: string): Promise<WorkspaceRecord> {
    const record = await this.get(id, tenant);
    if (record.generation === 0) throw new DomainError('workspace-not-indexed', `the workspace "${record.workspace.name}" was not indexed yet: submit an indexing job`);
    return record;
  }

  async list(tenant: string): Promise<WorkspaceRecord[]> {
    return (await this.all()).filter((record) => record.tenant === tenant);
  }

  async all(): Promise<WorkspaceRecord[]> {
    return (await this.#kv.list(BUCKET)).map((entry) => entry.value as WorkspaceRecord);
  }

  /** The record that is there wins. */
  async create(workspace: Workspace, tenant: string): Promise<{ record: WorkspaceRecord; created: boolean }> {
    let created = false;
    const record = await updateEntry<WorkspaceRecord>(this.#kv, BUCKET, workspace.id, (current) => {
      created = current === null;
      return current ? null : { workspace, tenant, generation: 0, indexedAt: null, summary: null, queuedJobId: null, lastJobId: null };
    });
    return { record: record!, created };
  }

  /** Null when the workspace is gone. */
  update(id: string, change: (current: WorkspaceRecord) => WorkspaceRecord): Promise<WorkspaceRecord | null> {
    return updateEntry<WorkspaceRecord>(this.#kv, BUCKET, id, (current) => (current ? change(current) : null));
  }

  remove(id: string): Promise<void> {
    return this.#kv.delete(BUCKET, id);
  }
}
