import { contentHash, DomainError } from '@twinmcp/kernel';
import type { SkippedFile } from '@twinmcp/contracts';
import { withinAny } from '../path-scope.ts';
import type { ReadResult, Revision, Snapshot, WorkspaceSourceReader } from '../workspace-source.ts';

/** A source that a test writes to. */
export class MemorySource implements WorkspaceSourceReader {
  readonly files = new Map<string, Uint8Array>();
  readonly skipped: SkippedFile[] = [];
  commit: string | null = null;
  reads = 0;
  /** Called before each read: a test changes or removes files here. */
  onRead: (path: string) => void | Promise<void> = () => {};
  unreadable = false;

  write(path: string, content: string | Uint8Array): this {
    this.files.set(path, typeof content === 'string' ? Buffer.from(content) : content);
    return this;
  }

  async snapshot(): Promise<Snapshot> {
    await this.assertThere();
    const entries = [...this.files].map(([path, content]) => ({ path, size: content.byteLength, version: contentHash(content) }));
    return { entries, skipped: this.skipped, commit: this.commit };
  }

  async snapshotOf(paths: readonly string[]): Promise<Snapshot> {
    const { entries, skipped, commit } = await this.snapshot();
    const within = withinAny(paths);
    return { entries: entries.filter((entry) => within(entry.path)), skipped: skipped.filter((skip) => within(skip.path)), commit };
  }

  async read(path: string): Promise<ReadResult> {
    this.reads++;
    await this.onRead(path);
    const content = this.files.get(path);
    return content ? { ok: true, content } : { ok: false, reason: 'vanished', detail: 'deleted while it was indexed' };
  }

  async assertThere(): Promise<void> {
    if (this.unreadable) throw new DomainError('workspace-unreadable', 'the source is gone');
  }

  async revision(): Promise<Revision | null> {
    return this.commit === null ? null : { commit: this.commit, differs: () => false };
  }

  async close(): Promise<void> {}
}
