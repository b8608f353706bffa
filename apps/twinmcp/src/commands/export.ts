import path from 'node:path';
import { embedding } from '@twinmcp/contracts';
import { newCallContext } from '@twinmcp/messaging';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { ExportWriter } from '../cli/export-files.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { ProgressLine } from '../cli/progress-line.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, runTool } from '../cli/tool-command.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly dryRun?: boolean;
}

/** Reads the index out, page by page, into a folder. Stopped or failed, nothing is left of it. */
export function run([folder = 'twinmcp-export']: string[], options: Options, io: CommandIo): CommandResult {
  const target = path.resolve(io.cwd, folder);
  return runTool(options, io, () => withEngine(options, io, { share: true }, async ({ rpc }) => {
    const workspace = await chooseWorkspace(rpc, options.workspace, io);
    if (options.dryRun) {
      const stats = await rpc.call(embedding.indexStats, { workspaceId: workspace.id }, callContext(io));
      io.out(options.json ? JSON.stringify({ dryRun: true, folder: target, ...stats }) : `Would write ${stats.files} files with ${stats.chunks} chunks (${stats.model}, ${stats.dimensions} dimensions) to ${target}.`);
      return TOOL_EXIT.clean;
    }
    const { exportId, header } = await rpc.call(embedding.beginExport, { workspaceId: workspace.id }, callContext(io, TOOL_TIMEOUT_MS));
    const line = new ProgressLine(io);
    try {
      const writer = new ExportWriter(target, { ...header, workspace: workspace.name, createdAt: new Date().toISOString() });
      try {
        let chunks = 0;
        for (let page = 0; ; page++) {
          io.signal.throwIfAborted();
          const { records, done } = await rpc.call(embedding.readExport, { exportId, page }, callContext(io, 60_000));
          for (const record of records) {
            await writer.add(record);
            chunks += record.chunks.length;
          }
          line.update('exporting', chunks, header.chunks, 'chunks');
          if (done) break;
        }
        await writer.finish();
      } catch (error) {
        await writer.discard();
        throw error;
      }
    } finally {
      line.end();
      await rpc.call(embedding.endExport, { exportId }, newCallContext({ timeoutMs: 10_000 })).catch(() => {});
    }
    io.out(options.json ? JSON.stringify({ dryRun: false, folder: target, ...header }) : `${header.files} files with ${header.chunks} chunks written to ${target}`);
    return TOOL_EXIT.clean;
  }));
}
