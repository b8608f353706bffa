import path from 'node:path';
import { embedding, type PortableRecord } from '@twinmcp/contracts';
import { newCallContext } from '@twinmcp/messaging';
import { RecordReader } from '@twinmcp/vectorization';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { recordsOfExport, verifyExport } from '../cli/export-files.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { ProgressLine } from '../cli/progress-line.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, runTool } from '../cli/tool-command.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly dryRun?: boolean;
}

/** Of one message, as JSON. */
const PAGE_BYTES = 400 * 1024;

/** Everything is checked before the first record is sent, and again before the imported index takes the place of the other. */
export function run([folder]: string[], options: Options, io: CommandIo): CommandResult {
  const source = path.resolve(io.cwd, folder!);
  return runTool(options, io, async () => {
    const line = new ProgressLine(io);
    try {
      const manifest = await verifyExport(source, (done, total) => line.update('verifying', done, total, 'parts'));
      const { files, chunks, model, dimensions, analyzer, generation } = manifest.head;
      const header = { model, dimensions, analyzer, generation, files, chunks };
      if (options.dryRun) {
        const reader = new RecordReader(dimensions);
        let read = 0;
        for await (const record of recordsOfExport(source, manifest)) {
          io.signal.throwIfAborted();
          reader.read(record);
          line.update('reading', (read += record.chunks.length), chunks, 'chunks');
        }
        reader.end();
        line.end();
        io.out(options.json ? JSON.stringify({ dryRun: true, folder: source, ...manifest.head }) : `A good export of ${manifest.head.workspace}, ${manifest.head.createdAt}: ${files} files with ${chunks} chunks (${model}, ${dimensions} dimensions). Nothing was imported.`);
        return TOOL_EXIT.clean;
      }
      const result = await withEngine(options, io, { share: true }, async ({ rpc }) => {
        const workspace = await chooseWorkspace(rpc, options.workspace, io);
        const { importId } = await rpc.call(embedding.beginImport, { workspaceId: workspace.id, header }, callContext(io, TOOL_TIMEOUT_MS));
        try {
          let page = 0;
          let sent = 0;
          for await (const records of pagesOf(recordsOfExport(source, manifest))) {
            io.signal.throwIfAborted();
            await rpc.call(embedding.importRecords, { importId, page: page++, records }, callContext(io, 60_000));
            sent += records.reduce((sum, record) => sum + record.chunks.length, 0);
            line.update('importing', sent, chunks, 'chunks');
          }
          return await rpc.call(embedding.commitImport, { importId }, callContext(io, TOOL_TIMEOUT_MS));
        } catch (error) {
          await rpc.call(embedding.abortImport, { importId }, newCallContext({ timeoutMs: 10_000 })).catch(() => {});
          throw error;
        }
      });
      line.end();
      io.out(options.json ? JSON.stringify({ dryRun: false, folder: source, ...result }) : `${result.files} files with ${result.chunks} chunks imported.${result.snapshot ? ` What was there before: twinmcp snapshot restore ${result.snapshot}` : ''}`);
      io.note('The next "twinmcp index" compares it with the source and brings it up to date.');
      return TOOL_EXIT.clean;
    } finally {
      line.end();
    }
  });
}

async function* pagesOf(records: AsyncIterable<PortableRecord>): AsyncGenerator<PortableRecord[]> {
  let page: PortableRecord[] = [];
  let bytes = 0;
  for await (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record));
    if (page.length > 0 && (bytes + size > PAGE_BYTES || page.length >= 2_000)) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(record);
    bytes += size;
  }
  if (page.length > 0) yield page;
}
