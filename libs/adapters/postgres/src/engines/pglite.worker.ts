import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { FromWorker, ToWorker } from './pglite-messages.ts';

// PGlite in a thread of its own: its start takes seconds and every statement runs to its end, and the engine goes on meanwhile.
const port = parentPort!;
const send = (message: FromWorker) => port.postMessage(message);
const { folder } = workerData as { folder: string };
try {
  const database = await PGlite.create({ dataDir: folder, extensions: { pg_trgm } });
  port.on('message', (message: ToWorker) => void answer(database, message));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}

async function answer(database: PGlite, { id, kind, data }: ToWorker): Promise<void> {
  try {
    if (kind === 'close') {
      await database.close();
      send({ kind: 'done', id });
    } else if (kind === 'reset') {
      // What a connection left behind must not reach the next one: there is one session for all.
      await database.exec('ROLLBACK');
      await database.exec('DISCARD ALL');
      send({ kind: 'done', id });
    } else {
      send({ kind: 'done', id, data: await database.execProtocolRaw(data!) });
    }
  } catch (error) {
    send({ kind: 'done', id, error: error instanceof Error ? error.message : String(error) });
  }
}
