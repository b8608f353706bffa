import type { FileLinks } from '@twinmcp/syntax';
import type { GraphFile, GraphSource } from '../graph-source.ts';
import { MentionIndex, nameHashes } from '../mention-index.ts';

/** Links handed in, for tests and measurements. */
export class MemoryGraphSource implements GraphSource {
  readonly #files = new Map<string, GraphFile>();
  readonly #byId = new Map<number, FileLinks>();
  readonly #mentions = new MentionIndex();
  #next = 1;
  #version = 0;

  version(): string {
    return String(this.#version);
  }

  analysis(): string {
    return '1';
  }

  set(path: string, language: string, links: FileLinks, hash = `${path}@${this.#next}`): void {
    this.remove(path);
    const id = this.#next++;
    this.#files.set(path, { id, path, language, hash });
    this.#byId.set(id, links);
    this.#mentions.set(id, nameHashes(mentioned(links)));
    this.#version++;
  }

  remove(path: string): void {
    const file = this.#files.get(path);
    if (!file) return;
    this.#files.delete(path);
    this.#byId.delete(file.id);
    this.#mentions.delete(file.id);
    this.#version++;
  }

  files(): readonly GraphFile[] {
    return [...this.#files.values()];
  }

  links(id: number): FileLinks | null {
    return this.#byId.get(id) ?? null;
  }

  mentioning(names: readonly string[]): readonly number[] {
    return this.#mentions.find(names);
  }
}

function* mentioned({ symbols, imports, references }: FileLinks): Generator<string> {
  for (const { name } of symbols) yield name;
  for (const { name } of references) yield name;
  for (const { bindings } of imports) {
    for (const { imported, local } of bindings) {
      yield imported;
      if (local !== null) yield local;
    }
  }
}
