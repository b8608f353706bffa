// Program of full-disk.medium.test.ts: <database> <from> opens an index and writes files until one is refused; says each
// number that was acknowledged, then what it was refused with. With `thread`, the index is in a thread of its own.
import path from 'node:path';
import { isDomainError } from '@twinmcp/kernel';
import { crashFile, crashIdentity } from './crash-fixture.ts';
import { SqliteIndexStore } from '../sqlite-index-store.ts';
import { ThreadIndexStore } from '../thread/thread-index-store.ts';

const [folder, from, kind] = process.argv.slice(2) as [string, string, string];
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const root = path.dirname(folder);
const store = kind === 'thread' ? new ThreadIndexStore({ root, identity: crashIdentity }) : new SqliteIndexStore(root, crashIdentity);
try {
  const index = await store.open(path.basename(folder));
  say({ opened: (await index.listFiles('', 10_000)).length });
  try {
    for (let i = Number(from); ; i++) {
      await index.replaceFiles([crashFile(i)]);
      say({ wrote: i });
    }
  } finally {
    // What can still be read is read, also on a full disk.
    say({ found: (await index.lexical('word7', 10_000, {})).length });
    await index.close();
  }
} catch (error) {
  say({ refused: isDomainError(error) ? error.code : String(error), why: error instanceof Error ? error.message : '' });
}
process.exit(0);
