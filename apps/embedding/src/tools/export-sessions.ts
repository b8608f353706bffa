import type { embedding, PortableRecord, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError, newId } from '@twinmcp/kernel';
import { ANALYZER_VERSION } from '@twinmcp/retrieval';
import { isPortable, recordsOf, type ChunkIndexStore, type CountedFile } from '@twinmcp/vectorization';

/** As JSON; what is around it fits into the 512 KiB of a message. */
const PAGE_BYTES = 400 * 1024;
const IDLE_MS = 120_000;
const MAX_SESSIONS = 4;

type Page = RpcOutput<typeof embedding.readExport>;

interface Session {
  readonly files: AsyncGenerator<CountedFile>;
  readonly drop: () => Promise<void>;
  /** Records read out but not yet handed over. */
  pending: PortableRecord[];
  page: number;
  last: Page | null;
  reading: Promise<unknown>;
  timer: NodeJS.Timeout;
}

/** Exports under way: each reads a frozen copy of its index, which is dropped at the end, at the latest when nobody reads any more. */
export class ExportSessions {
  readonly #store: ChunkIndexStore;
  readonly #idleMs: number;
  readonly #sessions = new Map<string, Session>();

  constructor(store: ChunkIndexStore, idleMs = IDLE_MS) {
    this.#store = store;
    this.#idleMs = idleMs;
  }

  async begin({ workspaceId }: RpcParsedInput<typeof embedding.beginExport>): Promise<RpcOutput<typeof embedding.beginExport>> {
    if (this.#sessions.size >= MAX_SESSIONS) throw new DomainError('rate-limited', `${MAX_SESSIONS} exports are under way; wait for one to end`);
    const { maintenance } = this.#store;
    if (!maintenance) throw new DomainError('unsupported', 'the store of this index cannot be exported');
    if (!(await this.#store.exists(workspaceId))) throw new DomainError('workspace-not-indexed', `workspace ${workspaceId} has no index`);
    const { index, drop } = await maintenance.openCopy(workspaceId);
    if (!isPortable(index)) {
      await drop();
      throw new DomainError('unsupported', 'the store of this index cannot be exported');
    }
    const { model, dimensions, generation, files, chunks } = await index.stats();
    const exportId = newId('export');
    const session: Session = { files: index.countedFiles(), drop, pending: [], page: 0, last: null, reading: Promise.resolve(), timer: setTimeout(() => {}, 0) };
    this.#sessions.set(exportId, session);
    this.#touch(exportId, session);
    return { exportId, header: { model, dimensions, analyzer: String(ANALYZER_VERSION), generation, files, chunks } };
  }

  async read({ exportId, page }: RpcParsedInput<typeof embedding.readExport>): Promise<Page> {
    const session = this.#sessions.get(exportId);
    if (!session) throw new DomainError('not-found', 'there is no such export, or it was given up: start again');
    this.#touch(exportId, session);
    const reading = session.reading.then(() => this.#page(session, page));
    session.reading = reading.catch(() => undefined);
    return reading;
  }

  async #page(session: Session, page: number): Promise<Page> {
    if (page === session.page - 1 && session.last) return session.last;
    if (page !== session.page) throw new DomainError('not-found', `page ${page} is gone: pages are read in order`);
    const records: PortableRecord[] = [];
    let bytes = 0;
    let done = false;
    for (;;) {
      if (session.pending.length === 0) {
        const next = await session.files.next();
        if (next.done) {
          done = true;
          break;
        }
        session.pending = [...recordsOf(next.value)];
      }
      const size = Buffer.byteLength(JSON.stringify(session.pending[0]));
      if (records.length > 0 && (bytes + size > PAGE_BYTES || records.length >= 2_000)) break;
      records.push(session.pending.shift()!);
      bytes += size;
    }
    session.page++;
    session.last = { records, done };
    return session.last;
  }

  async end({ exportId }: RpcParsedInput<typeof embedding.endExport>): Promise<RpcOutput<typeof embedding.endExport>> {
    const session = this.#sessions.get(exportId);
    if (!session) return { ended: false };
    this.#sessions.delete(exportId);
    clearTimeout(session.timer);
    await session.reading;
    await session.files.return(undefined);
    await session.drop();
    return { ended: true };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((exportId) => this.end({ exportId })));
  }

  #touch(exportId: string, session: Session): void {
    clearTimeout(session.timer);
    session.timer = setTimeout(() => void this.end({ exportId }).catch(() => undefined), this.#idleMs);
    session.timer.unref();
  }
}
