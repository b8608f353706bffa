import { mkdir } from 'node:fs/promises';
import type { Engine } from '../model.ts';
import { FolderLock } from './folder-lock.ts';
import { pgEngine } from './pg-client.ts';
import { PgliteThread } from './pglite-thread.ts';

/** PostgreSQL compiled to WebAssembly, on a folder that belongs to this process alone. First start 2.4 s, later .3 s, in a thread of its own. */
export async function pgliteEngine(folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = new FolderLock(`${folder}.lock`);
  lock.acquire();
  let thread: PgliteThread;
  try {
    thread = await PgliteThread.start(folder);
  } catch (error) {
    lock.release();
    throw error;
  }
  return pgEngine({
    engine: 'pglite',
    place: folder,
    connection: { stream: () => thread.connection(), user: 'postgres', database: 'postgres', ssl: false },
    // There is one session: whoever comes waits for it, however long that takes.
    pool: { max: 1, connectionTimeoutMillis: 0 },
    transactionWaitMs: 30_000,
    onIdleError: () => undefined,
    async close() {
      try {
        await thread.close();
      } finally {
        lock.release();
      }
    },
  });
}
