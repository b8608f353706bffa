import type { Command } from 'commander';
import { integer, list, oneOf, share } from './options.ts';
import type { AddCommand } from './program.ts';

/** The commands that ask the code graph. */
export function addGraphCommands(command: AddCommand, workspace: (target: Command) => Command): void {
  const graph: AddCommand = (usage, summary, examples, load) => workspace(command(usage, summary, examples, load)).option('--index', 'index the workspace first, so that the newest edits count').option('--limit <n>', 'how many', integer(1, 1_000));
  const sureness = (target: Command) => target.option('--no-tests', 'without tests').option('--min-confidence <share>', '0 to 1: how sure a use must be (default: 0.5)', share);
  const cursor = (target: Command) => target.option('--cursor <cursor>', 'where the page before ended');
  const below = (target: Command) => target.option('--path <prefix>', 'only below this folder of the workspace');
  const depth = (target: Command, steps: string) => target.option('--depth <n>', steps, integer(1, 10));

  below(cursor(sureness(graph('refs <symbol>', 'Every use of a symbol, by file and line', ['twinmcp refs Reply.send', 'twinmcp refs lib/reply.js:120', 'twinmcp refs parseConfig --kind call --no-tests --json'], () => import('../commands/refs.ts')))))
    .option('--kind <kind>', 'call, new, type, extends, implements, decorator, read, write, import', list);

  depth(sureness(graph('callers <symbol>', 'Who calls a function, with the lines of the calls', ['twinmcp callers Reply.send', 'twinmcp callers lib/reply.js:120 --depth 3'], async () => (await import('../commands/calls.ts')).callers)), 'steps to follow (default: 1)');

  depth(sureness(graph('callees <symbol>', 'What a function calls, with the lines of the calls', ['twinmcp callees Reply.send', 'twinmcp callees main --depth 2 --json'], async () => (await import('../commands/calls.ts')).callees)), 'steps to follow (default: 1)');

  graph('implementations <symbol>', 'What implements an interface, extends a class or overrides a method', ['twinmcp implementations MessageBus', 'twinmcp implementations MessageBus.publish'], () => import('../commands/implementations.ts'));

  cursor(graph('outline <path>', 'The symbols of a file with lines and signatures', ['twinmcp outline lib/reply.js', 'twinmcp outline src/server.ts --json'], () => import('../commands/outline.ts')));

  below(graph('map [words...]', 'The most important files and signatures, of all or for some words, within a token budget', ['twinmcp map', 'twinmcp map how are hooks run --budget 1000', 'twinmcp map --near lib/reply.js --path lib'], () => import('../commands/map.ts')))
    .option('--budget <tokens>', 'tokens the map may take, at most (default: 2000)', integer(100, 100_000))
    .option('--tokenizer <name>', 'o200k_base or cl100k_base', oneOf('o200k_base', 'cl100k_base'))
    .option('--near <path>', 'lean to what these files and folders use (repeat, or separate with commas)', list)
    .option('--tests', 'with tests');

  depth(graph('impact [symbols...]', 'What a change may break, and which tests to run', ['twinmcp impact Reply.send', 'twinmcp impact --file lib/reply.js', 'twinmcp impact --diff main', 'twinmcp impact --diff HEAD~1 --json'], () => import('../commands/impact.ts')), 'steps to follow (default: 3)')
    .option('--diff <ref>', 'what changed since this branch, tag or commit, uncommitted edits included')
    .option('--file <path>', 'the whole file changes (repeat, or separate with commas)', list)
    .option('--min-confidence <share>', '0 to 1: how sure a use must be (default: 0.5)', share);

  graph('deps [path]', 'What a file or folder imports, or who imports it', ['twinmcp deps lib/reply.js', 'twinmcp deps lib --importers', 'twinmcp deps --folders'], () => import('../commands/deps.ts'))
    .option('--importers', 'who imports it instead')
    .option('--folders', 'between folders, not files')
    .option('--depth <n>', 'steps to follow (default: 1)', integer(1, 20));

  below(cursor(graph('findings', 'Duplicate code, dead exports, import cycles, functions too large, deep or complex', ['twinmcp findings', 'twinmcp findings --kind dead-export --path src', 'twinmcp findings --fail-on import-cycle'], () => import('../commands/findings.ts'))))
    .option('--kind <kind>', 'duplicate-code, dead-export, import-cycle, large-function, deep-nesting, complex-function', list)
    .option('--tests', 'with tests')
    .option('--fail-on <kind>', 'exit with 1 when there is one of these kinds, or any', list);
}
