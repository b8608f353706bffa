import type { embedding, ExportHeader, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError, newId } from '@twinmcp/kernel';
import { ANALYZER_VERSION } from '@twinmcp/retrieval';
import { IndexAudit, RecordReader, isImportable, pauseOfEventLoop, type ChunkIndex, type ChunkIndexStore, type CountedFile, type EmbeddingProvider, type ImportableIndex, type IndexMaintenance } from '@twinmcp/vectorization';
import type { IndexRegistry } from '../index-registry.ts';

const IDLE_MS = 120_000;
const PAGE_CHUNKS = 2_000;
/** Chunks written in one transaction: fewer make more segments to merge. */
const BATCH_CHUNKS = 2_000;

interface Session {
  readonly workspaceId: string;
  readonly header: ExportHeader;
  readonly staged: ChunkIndex & ImportableIndex;
  readonly reader: RecordReader;
  batch: CountedFile[];
  batchChunks: number;
  page: number;
  last: RpcOutput<typeof embedding.importRecords>;
  working: Promise<unknown>;
  timer: NodeJS.Timeout;
}

/**
 * Imports under way: records fill an index beside the one in use. Only when all of them came and were found good does it
 * take its place, after a snapshot; everything else leaves the index in use as it was.
 */
export class ImportSessions {
  readonly #registry: IndexRegistry;
  readonly #store: ChunkIndexStore;
  readonly #provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>;
  readonly #idleMs: number;
  readonly #sessions = new Map<string, Session>();

  constructor(registry: IndexRegistry, store: ChunkIndexStore, provider: Pick<EmbeddingProvider, 'model' | 'dimensions'>, idleMs = IDLE_MS) {
    this.#registry = registry;
    this.#store = store;
    this.#provider = provider;
    this.#idleMs = idleMs;
  }

  async begin({ workspaceId, header }: RpcParsedInput<typeof embedding.beginImport>): Promise<RpcOutput<typeof embedding.beginImport>> {
    const { model, dimensions } = this.#provider;
    if (header.model !== model || header.dimensions !== dimensions) throw new DomainError('conflict', `the export was made with ${header.model} (${header.dimensions} dimensions); this program uses ${model} (${dimensions})`);
    if (header.analyzer !== String(ANALYZER_VERSION)) throw new DomainError('conflict', `the export was made with version ${header.analyzer} of the analyser of words; this program has ${ANALYZER_VERSION}`);
    for (const [importId, session] of this.#sessions) if (session.workspaceId === workspaceId) await this.abort({ importId });
    const maintenance = this.#maintenance();
    const staged = await maintenance.openStaging(workspaceId);
    if (!isImportable(staged)) {
      await staged.close();
      await maintenance.dropStaging(workspaceId);
      throw new DomainError('unsupported', 'the store of this index takes no imports');
    }
    const importId = newId('import');
    const session: Session = { workspaceId, header, staged, reader: new RecordReader(dimensions), batch: [], batchChunks: 0, page: 0, last: { files: 0, chunks: 0 }, working: Promise.resolve(), timer: setTimeout(() => {}, 0) };
    this.#sessions.set(importId, session);
    this.#touch(importId, session);
    return { importId };
  }

  async add({ importId, page, records }: RpcParsedInput<typeof embedding.importRecords>): Promise<RpcOutput<typeof embedding.importRecords>> {
    const session = this.#session(importId);
    return this.#exclusive(session, async () => {
      if (page === session.page - 1) return session.last; // the answer was lost, the caller sends it again
      if (page !== session.page) throw new DomainError('conflict', `page ${session.page} is missing`);
      let { files, chunks } = session.last;
      for (const record of records) {
        const file = session.reader.read(record);
        if (file === null) continue;
        session.batch.push(file);
        session.batchChunks += file.chunks.length;
        files++;
        chunks += file.chunks.length;
        if (session.batchChunks >= BATCH_CHUNKS || session.batch.length >= BATCH_CHUNKS) await flush(session);
      }
      session.page++;
      session.last = { files, chunks };
      return session.last;
    });
  }

  async commit({ importId }: RpcParsedInput<typeof embedding.commitImport>): Promise<RpcOutput<typeof embedding.commitImport>> {
    const session = this.#session(importId);
    const { workspaceId, header, staged } = session;
    const maintenance = this.#maintenance();
    try {
      await this.#exclusive(session, async () => {
        session.reader.end();
        await flush(session);
        await check(staged, header);
        await staged.publish(header.generation);
      });
    } catch (error) {
      await this.abort({ importId });
      throw error;
    }
    this.#forget(importId, session);
    await staged.close();
    let before: string | null = null;
    try {
      if (await this.#store.exists(workspaceId)) before = (await maintenance.createSnapshot(workspaceId, 'before an import')).id;
      await this.#registry.whileClosed(workspaceId, () => maintenance.promoteStaging(workspaceId));
    } catch (error) {
      await maintenance.dropStaging(workspaceId);
      throw error;
    }
    return { files: header.files, chunks: header.chunks, generation: header.generation, snapshot: before };
  }

  async abort({ importId }: RpcParsedInput<typeof embedding.abortImport>): Promise<RpcOutput<typeof embedding.abortImport>> {
    const session = this.#sessions.get(importId);
    if (!session) return { aborted: false };
    this.#forget(importId, session);
    await session.working;
    await session.staged.close();
    await this.#maintenance().dropStaging(session.workspaceId);
    return { aborted: true };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((importId) => this.abort({ importId })));
  }

  #maintenance(): IndexMaintenance {
    const { maintenance } = this.#store;
    if (!maintenance) throw new DomainError('unsupported', 'the store of this index takes no imports');
    return maintenance;
  }

  #session(importId: string): Session {
    const session = this.#sessions.get(importId);
    if (!session) throw new DomainError('not-found', 'there is no such import, or it was given up: start again');
    this.#touch(importId, session);
    return session;
  }

  #exclusive<T>(session: Session, work: () => Promise<T>): Promise<T> {
    const run = session.working.then(work);
    session.working = run.catch(() => undefined);
    return run;
  }

  #forget(importId: string, session: Session): void {
    clearTimeout(session.timer);
    this.#sessions.delete(importId);
  }

  #touch(importId: string, session: Session): void {
    clearTimeout(session.timer);
    session.timer = setTimeout(() => void this.abort({ importId }).catch(() => undefined), this.#idleMs);
    session.timer.unref();
  }
}

async function flush(session: Session): Promise<void> {
  const { batch } = session;
  session.batch = [];
  session.batchChunks = 0;
  await session.staged.importFiles(batch);
}

/** What was filled in is read back before it replaces anything. */
async function check(staged: ChunkIndex, header: ExportHeader): Promise<void> {
  const audit = new IndexAudit(header.dimensions);
  for (let after = ''; ; ) {
    const files = await staged.readFiles(after, PAGE_CHUNKS);
    if (files.length === 0) break;
    for (const file of files) audit.addFile(file);
    after = files.at(-1)!.path;
    await pauseOfEventLoop();
  }
  const { files, chunks, findings } = audit.finish(await staged.stats(), null);
  if (files !== header.files || chunks !== header.chunks) throw new DomainError('conflict', `${files} files and ${chunks} chunks came instead of ${header.files} and ${header.chunks}`);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new DomainError('conflict', `the import holds what an index must not: ${errors.map(({ message }) => message).join('; ')}`);
}
