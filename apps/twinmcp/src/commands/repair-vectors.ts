import { embedding, type IndexJob, type RepairReport, type ValidationReport } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { runIndex } from '../cli/run-index.ts';
import { visible } from '../cli/text.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, busy, runTool, table, writeReport, type ReportOptions } from '../cli/tool-command.ts';
import { printValidation } from './validate-vectors.ts';

interface Options extends ReportOptions {
  readonly workspace?: string;
  readonly apply?: boolean;
  readonly dryRun?: boolean;
}

/** Shows what it would do unless told to do it. Repaired = deleted what does not belong, indexed again what is missing, validated again. */
export function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, () => withEngine(options, io, { share: true }, async ({ rpc }) => {
    const workspace = await chooseWorkspace(rpc, options.workspace, io);
    const dryRun = options.apply !== true || options.dryRun === true;
    const call = () => callContext(io, TOOL_TIMEOUT_MS);
    const repair = await busy(io, dryRun ? 'looking' : 'repairing', rpc.call(embedding.repairIndex, { workspaceId: workspace.id, dryRun }, call()));
    let job: IndexJob | null = null;
    let after: ValidationReport | null = null;
    const found = repair.deletedOrphans + repair.toReindex;
    if (!dryRun) {
      // Also without findings: both sides may stand for other generations, which an indexing run settles.
      job = await runIndex(rpc, workspace.id, {}, io);
      after = await busy(io, 'validating', rpc.call(embedding.validateIndex, { workspaceId: workspace.id }, call()));
    }
    if (options.json) io.out(JSON.stringify({ repair, job, after }));
    else print(repair, after, io);
    writeReport(options, io, () => markdown(repair, after, workspace.name));
    if (after) return after.state === 'findings' ? TOOL_EXIT.findings : TOOL_EXIT.clean;
    return found > 0 || repair.remaining.length > 0 ? TOOL_EXIT.findings : TOOL_EXIT.clean;
  }));
}

function print(repair: RepairReport, after: ValidationReport | null, io: CommandIo): void {
  const { dim, yellow } = io.colors;
  const would = repair.dryRun ? 'would be ' : '';
  if (repair.deletedOrphans + repair.toReindex === 0) io.out('Nothing to repair.');
  if (repair.deletedOrphans > 0) io.out(`${repair.deletedOrphans} files that belong to nothing ${would}deleted from the index.`);
  if (repair.toReindex > 0) io.out(`${repair.toReindex} files ${would}indexed and embedded again.`);
  for (const example of repair.examples.slice(0, 5)) io.out(`  ${dim(visible(example))}`);
  for (const { kind, message } of repair.remaining) io.out(`${yellow(kind)} ${message}: repair does not mend this${kind === 'model-mismatch' ? '; twinmcp index --full does' : ''}.`);
  if (repair.snapshot) io.out(`The index as it was is kept: twinmcp snapshot restore ${repair.snapshot}`);
  if (repair.dryRun && repair.deletedOrphans + repair.toReindex > 0) io.note('Nothing was changed. twinmcp repair-vectors --apply does it, after a snapshot.');
  if (after) printValidation(after, io);
}

function markdown(repair: RepairReport, after: ValidationReport | null, name: string): string {
  const rows = [['orphans deleted', repair.deletedOrphans], ['files indexed again', repair.toReindex], ['snapshot', repair.snapshot ?? '–'], ['state after', after?.state ?? '–']];
  return [`# Repair of the vectors of ${name}`, '', repair.dryRun ? 'A dry run: nothing was changed.' : `Done ${new Date().toISOString()}.`, '', ...table(['', ''], rows), '', ...repair.examples.map((example) => `- ${example.replace(/[\\`<]/g, '\\$&')}`), ...repair.remaining.map(({ kind, message }) => `- not mended: ${kind}, ${message}`), ''].join('\n');
}
