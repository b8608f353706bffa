import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { MentionIndex, type GraphFile, type GraphSource } from '@twinmcp/code-graph';
import { decodeLinks, type FileLinks } from '@twinmcp/syntax';

/** The links in a workspace's symbol store, read beside its writer. */
export class SqliteGraphSource implements GraphSource {
  readonly #db: DatabaseSync;
  readonly #statements: Record<'meta' | 'dataVersion' | 'files' | 'links' | 'names', StatementSync>;
  readonly #mentions = new MentionIndex();
  /** Content of a file when its names were taken over: an id may come back for another file. */
  readonly #mentioned = new Map<number, string>();
  #files: readonly GraphFile[] = [];
  #hashes = new Map<number, string>();

  constructor(file: string) {
    this.#db = new DatabaseSync(file, { readOnly: true });
    this.#db.exec('PRAGMA busy_timeout = 5000; PRAGMA query_only = 1');
    this.#statements = {
      meta: this.#db.prepare('SELECT value FROM meta WHERE key = ?'),
      dataVersion: this.#db.prepare('PRAGMA data_version'),
      files: this.#db.prepare('SELECT id, path, language, hash FROM files'),
      links: this.#db.prepare('SELECT links FROM file_links JOIN files ON files.id = file_id WHERE file_id = ? AND hash = ?'),
      names: this.#db.prepare('SELECT names FROM file_links WHERE file_id = ?'),
    };
  }

  version(): string {
    return String((this.#statements.dataVersion.get() as { data_version: number }).data_version);
  }

  analysis(): string {
    return (this.#statements.meta.get('analysis') as { value: string } | undefined)?.value ?? '';
  }

  files(): readonly GraphFile[] {
    this.#files = this.#statements.files.all() as unknown as GraphFile[];
    this.#hashes = new Map(this.#files.map(({ id, hash }) => [id, hash]));
    return this.#files;
  }

  links(id: number): FileLinks | null {
    const row = this.#statements.links.get(id, this.#hashes.get(id) ?? '') as { links: Uint8Array } | undefined;
    try {
      return row ? decodeLinks(row.links) : null;
    } catch {
      return null; // written by another version: the next indexing run writes it anew
    }
  }

  mentioning(names: readonly string[]): readonly number[] {
    this.#takeNames();
    return this.#mentions.find(names);
  }

  close(): void {
    this.#db.close();
  }

  #takeNames(): void {
    for (const id of this.#mentioned.keys()) {
      if (this.#hashes.get(id) === this.#mentioned.get(id)) continue;
      this.#mentions.delete(id);
      this.#mentioned.delete(id);
    }
    if (this.#mentioned.size === this.#files.length) return;
    for (const { id, hash } of this.#files) {
      if (this.#mentioned.has(id)) continue;
      this.#mentioned.set(id, hash);
      const row = this.#statements.names.get(id) as { names: Uint8Array } | undefined;
      if (row) this.#mentions.set(id, new Uint32Array(row.names.slice().buffer));
    }
  }
}
