import { Option, type Command } from 'commander';
import { integer, list } from './options.ts';
import type { AddCommand } from './program.ts';
import { TOOL_EXIT_HELP } from './tool-command.ts';

/** Commands that make vectors, look after them, and move them. */
export function addVectorCommands(command: AddCommand, workspace: (target: Command) => Command): void {
  const tool: AddCommand = (...definition) => workspace(command(...definition)).addHelpText('after', `\n${TOOL_EXIT_HELP}`);
  const report = (target: Command) => target.option('--report <file>', 'write a Markdown report');

  report(command('vectorize [source]', 'Read, cut, embed and store a folder or repository, then validate; again: only what changed', ['twinmcp vectorize .', 'twinmcp vectorize docs/plans --dry-run', 'twinmcp vectorize ~/code/app --json --report vectors.md'], () => import('../commands/vectorize.ts')))
    .addHelpText('after', `\n${TOOL_EXIT_HELP}`)
    .option('--dry-run', 'say what would be read, change nothing')
    .option('--full', 'read and cut every file again; texts that have a vector are not embedded again')
    .option('--ref <ref>', 'branch, tag or commit of a git repository');

  report(tool('validate-vectors', 'Compare the index with what it should hold: counts, hashes, dimensions, damaged vectors', ['twinmcp validate-vectors', 'twinmcp validate-vectors -w ~/code/app --report vectors.md', 'twinmcp validate-vectors --json'], () => import('../commands/validate-vectors.ts')));

  report(tool('verify-quality', 'Measure how good the vectors are, against thresholds and the last time', ['twinmcp verify-quality', 'twinmcp verify-quality --dry-run --probes 300', 'twinmcp verify-quality --history'], () => import('../commands/verify-quality.ts')))
    .option('--sample <n>', 'chunks to look at (default 1500)', integer(50, 5_000))
    .option('--probes <n>', 'headings and doc comments to ask by (default 150)', integer(0, 500))
    .option('--dry-run', 'do not keep the result, raise no alert')
    .option('--history', 'show the results that are kept');

  report(tool('repair-vectors', 'Show, and with --apply do, what mends the findings of validate-vectors', ['twinmcp repair-vectors', 'twinmcp repair-vectors --apply', 'twinmcp repair-vectors --apply --report repair.md'], () => import('../commands/repair-vectors.ts')))
    .option('--apply', 'do it, after a snapshot')
    .option('--dry-run', 'change nothing (what happens without --apply)');

  tool('snapshot [action] [id]', 'create, list, restore or delete copies of the index', ['twinmcp snapshot create --reason "before the upgrade"', 'twinmcp snapshot list', 'twinmcp snapshot restore 20260102-030405-a1b2c3'], () => import('../commands/snapshot.ts'))
    .option('--reason <text>', 'shown in the list');

  tool('export [folder]', 'Write the index into a folder: checked parts and a manifest, no source text', ['twinmcp export', 'twinmcp export /backup/app-2026-01 -w ~/code/app', 'twinmcp export --dry-run'], () => import('../commands/export.ts'))
    .option('--dry-run', 'say what would be written');

  tool('import <folder>', 'Check an export and put it in the place of the index', ['twinmcp import twinmcp-export --dry-run', 'twinmcp import /backup/app-2026-01 -w ~/code/app'], () => import('../commands/import.ts'))
    .option('--dry-run', 'check everything, import nothing');

  report(tool('shards [action]', 'show how the index is spread over shards and what each does; rebalance changes it', ['twinmcp shards', 'twinmcp shards rebalance --strategy hash --shards 8', 'twinmcp shards rebalance --strategy semantic --shards 8 --apply'], () => import('../commands/shards.ts')))
    .addOption(new Option('--strategy <name>', 'layout to move to').choices(['none', 'hash', 'semantic']))
    .option('--shards <n>', 'number of shards', integer(1, 256))
    .option('--probes <n>', 'shards that a search asks, of a semantic layout (default three quarters)', integer(1, 256))
    .option('--apply', 'move the points; searches and indexing go on')
    .option('--dry-run', 'only plan (what happens without --apply)');

  command('plan <file>', 'Tasks and progress of a Markdown plan; --set writes a status into its box', ['twinmcp plan docs/roadmap.md --open', 'twinmcp plan docs/roadmap.md --set 1.2.3=done --set 1.2.4=in-progress', 'twinmcp plan docs/roadmap.md --json'], () => import('../commands/plan.ts'))
    .addHelpText('after', `\n${TOOL_EXIT_HELP.replace('nothing found, 1 findings', 'done, 1 no such task')}`)
    .option('--set <task=status>', 'todo, in-progress, blocked, done or cancelled (repeat, or separate with commas)', list)
    .option('--open', 'only tasks that are neither done nor cancelled')
    .option('--dry-run', 'do not write');
}
