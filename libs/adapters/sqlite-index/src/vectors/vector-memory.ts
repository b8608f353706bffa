import { DomainError } from '@twinmcp/kernel';

// The types of WebAssembly belong to the DOM library, which this project does not load.
interface Memory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}
const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: { Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => Memory } };

const PAGE = 65_536;
/** All that 32-bit addresses reach. Reserved as addresses only; pages are taken as they are used. */
export const MAX_PAGES = 65_536;
const ALIGNMENT = 64;
/** In pages: growing has a price of its own. */
const LEAST_GROWTH = 64;

export interface Block {
  readonly address: number;
  readonly bytes: number;
}

/**
 * Memory that WebAssembly scans in place: all vectors of this thread. Shared memory, because views of it stay valid when it
 * grows. It never shrinks, so what is freed is kept for the next (docs/adr/0004-vectors-in-sqlite.md).
 */
export class VectorMemory {
  readonly memory: Memory;
  /** By address; neighbours are joined. */
  readonly #free: { address: number; bytes: number }[] = [];
  readonly #lost: FinalizationRegistry<Block>;
  readonly #maxPages: number;

  /** The first `reserved` bytes are the caller's. */
  constructor(reserved: number, maxPages = MAX_PAGES) {
    const initial = Math.ceil(reserved / PAGE);
    this.#maxPages = maxPages;
    this.memory = new wasm.Memory({ initial, maximum: maxPages, shared: true });
    if (initial * PAGE > reserved) this.#free.push({ address: reserved, bytes: initial * PAGE - reserved });
    this.#lost = new FinalizationRegistry((block) => this.#release(block));
  }

  /** Zeroed. Freed by `free`, or when `owner` is collected. */
  allocate(bytes: number, owner: object): Block {
    const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const gap = this.#free.find((one) => one.bytes >= size) ?? this.#grown(size);
    const block = { address: gap.address, bytes: size };
    gap.address += size;
    gap.bytes -= size;
    if (gap.bytes === 0) this.#free.splice(this.#free.indexOf(gap), 1);
    new Uint8Array(this.memory.buffer, block.address, size).fill(0);
    this.#lost.register(owner, block, owner);
    return block;
  }

  free(block: Block, owner: object): void {
    this.#lost.unregister(owner);
    this.#release(block);
  }

  get freeBytes(): number {
    return this.#free.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #grown(size: number): { address: number; bytes: number } {
    const end = this.memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const atEnd = last !== undefined && last.address + last.bytes === end ? last : null;
    const needed = Math.ceil((size - (atEnd?.bytes ?? 0)) / PAGE);
    const room = this.#maxPages - end / PAGE;
    if (needed > room) throw new DomainError('unavailable', `the vectors of all open indexes take more than ${(this.#maxPages * PAGE) / 2 ** 20} MiB: use Qdrant (qdrant.url) for workspaces of this size`);
    const pages = Math.min(room, Math.max(needed, LEAST_GROWTH));
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw new DomainError('unavailable', `there is no memory for ${Math.ceil(size / 2 ** 20)} MiB of vectors`, { cause });
    }
    if (atEnd !== null) {
      atEnd.bytes += pages * PAGE;
      return atEnd;
    }
    const gap = { address: end, bytes: pages * PAGE };
    this.#free.push(gap);
    return gap;
  }

  #release({ address, bytes }: Block): void {
    if (bytes === 0) return;
    let at = this.#free.findIndex((one) => one.address > address);
    if (at < 0) at = this.#free.length;
    this.#free.splice(at, 0, { address, bytes });
    for (const i of [at, at - 1]) {
      const [one, next] = [this.#free[i], this.#free[i + 1]];
      if (!one || !next || one.address + one.bytes !== next.address) continue;
      one.bytes += next.bytes;
      this.#free.splice(i + 1, 1);
    }
  }
}
