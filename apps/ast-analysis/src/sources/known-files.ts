import type { RangeText } from '@twinmcp/contracts';
import type { LineMap } from '@twinmcp/workspaces';

/** What reading a file whole told of it, while it has this version: numbers and its hash, no text. */
export interface KnownFile {
  readonly version: string;
  readonly hash: string;
  readonly map: LineMap;
  /** Null: not known, ask again. */
  readonly parser: RangeText['parser'];
  /** The commit that it was compared with, and whether it differs. */
  readonly compared: { readonly commit: string | null; readonly dirty: boolean };
  /** First line of a range → the line that opens what it lies within; 0: none. */
  readonly enclosing: Map<number, number>;
}

/** About a kilobyte each. */
const FILES = 10_000;

/** Files that answers were read from, the last ones used. */
export class KnownFiles {
  readonly #files = new Map<string, KnownFile>();

  get(workspaceId: string, path: string): KnownFile | undefined {
    const key = `${workspaceId}\0${path}`;
    const file = this.#files.get(key);
    if (file === undefined) return undefined;
    this.#files.delete(key);
    this.#files.set(key, file);
    return file;
  }

  set(workspaceId: string, path: string, file: KnownFile): void {
    this.#files.set(`${workspaceId}\0${path}`, file);
    if (this.#files.size > FILES) this.#files.delete(this.#files.keys().next().value!);
  }
}
