import path from 'node:path';
import { libraryResolution, type AdvisoryDatabase } from '@twinmcp/contracts';
import { readDump } from '@twinmcp/osv';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { ProgressLine } from '../cli/progress-line.ts';
import { badInput } from '../cli/report-error.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { visible } from '../cli/text.ts';

/** Of one message to the service; a message has 512 KiB at most. */
const BATCH_BYTES = 350_000;
const BATCH_SIZE = 500;

export async function run([action, ...files]: string[], options: CommonOptions, io: CommandIo): CommandResult {
  if (action !== 'import') throw badInput(`"${action}" is nothing that can be done with advisories.`, 'twinmcp lib advisories import osv-npm.zip');
  if (files.length === 0) throw badInput('Say which file or folder to import.', 'twinmcp lib advisories import osv-npm.zip');
  return withEngine(options, io, {}, async ({ rpc }) => {
    const line = new ProgressLine(io);
    let [imported, skipped, tooLarge] = [0, 0, 0];
    let database: AdvisoryDatabase | null = null;
    const send = async (documents: string[]) => {
      if (documents.length === 0) return;
      const answer = await rpc.call(libraryResolution.importAdvisories, { advisories: documents }, callContext(io, 120_000));
      imported += answer.imported;
      skipped += answer.skipped;
      database = answer.database;
      line.update('importing advisories', imported, 0);
    };
    try {
      for (const file of files) {
        let batch: string[] = [];
        let bytes = 0;
        for await (const document of readDump(path.resolve(io.cwd, file), ({ entry, message }) => { tooLarge++; io.note(`${io.colors.yellow('!')} ${visible(entry)} ${visible(message)}`); })) {
          const size = Buffer.byteLength(document) + Buffer.byteLength(JSON.stringify(document)) - document.length;
          if (size > BATCH_BYTES) {
            tooLarge++;
            continue;
          }
          if (bytes + size > BATCH_BYTES || batch.length >= BATCH_SIZE) {
            await send(batch);
            [batch, bytes] = [[], 0];
          }
          batch.push(document);
          bytes += size;
        }
        await send(batch);
      }
    } finally {
      line.end();
    }
    const summary = { imported, skipped: skipped + tooLarge, database: database as AdvisoryDatabase | null };
    if (options.json) io.out(JSON.stringify(summary));
    else io.out(`${imported} advisories imported${summary.skipped > 0 ? `, ${summary.skipped} left out (of no ecosystem that is known here, or no advisories)` : ''}${summary.database ? `; the database has ${summary.database.advisories}` : ''}.`);
    return imported > 0 ? EXIT.ok : EXIT.failure;
  });
}
