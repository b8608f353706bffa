import type { Command } from 'commander';
import { integer, list, oneOf } from './options.ts';
import type { AddCommand } from './program.ts';

/** `twinmcp lib …`. */
export function addLibraryCommands(command: AddCommand, workspace: (target: Command) => Command): void {
  const library: AddCommand = (usage, summary, examples, load) => workspace(command(usage, summary, examples.map((example) => `twinmcp lib ${example}`), load));
  const ecosystem = (target: Command) => target.option('--ecosystem <name>', 'npm, pypi, cargo, go or maven (repeat, or separate with commas)', list);
  const tokens = (target: Command) => target.option('--tokens <n>', 'tokens the answer may take, at most (default: 5000)', integer(100, 100_000)).option('--tokenizer <name>', 'o200k_base or cl100k_base', oneOf('o200k_base', 'cl100k_base'));

  ecosystem(library('resolve <name...>', 'Find a library by name, misspelt name, import or what it does', ['resolve zod', 'resolve expres --ecosystem npm', 'resolve redis --about "cache in a Flask app"', 'resolve "parse command line arguments" --limit 5 --json'], () => import('../commands/lib-resolve.ts')))
    .option('--about <question>', 'what it is wanted for: decides between what the name may mean')
    .option('--kind <kind>', 'any, package, import or description', oneOf('any', 'package', 'import', 'description'))
    .option('--limit <n>', 'how many', integer(1, 100));

  tokens(library('docs <library> [topic...]', 'Documentation of a library in the version this project has, for a topic', ['docs zod "discriminated union"', 'docs fastify hooks --tokens 2000', 'docs pypi:flask@3.0.3 blueprints --json'], async () => (await import('../commands/lib-docs.ts')).docs))
    .option('--kind <kind>', 'readme, guide, api, example or changelog (repeat, or separate with commas)', list)
    .option('--page <n>', 'what the pages before had no room for', integer(1, 50));

  tokens(library('changelog <library>', 'What changed in a library between two versions (default: from the one this project has)', ['changelog zod', 'changelog fastify --from 4.0.0 --to 5.0.0'], async () => (await import('../commands/lib-docs.ts')).changelog))
    .option('--from <version>', 'not including this one')
    .option('--to <version>', 'up to and including this one');

  library('score <library>', 'Quality of a library in six parts, with the evidence of each', ['score zod', 'score pypi:requests --json'], async () => (await import('../commands/lib-quality.ts')).score);

  library('compare <library...>', 'Two to ten libraries side by side, and which one to take', ['compare zod valibot', 'compare express fastify koa --json'], async () => (await import('../commands/lib-quality.ts')).compare);

  library('learn', 'Take what this project declares and has installed into the catalogue, and what is used together', ['learn', 'learn --json'], () => import('../commands/lib-learn.ts'));

  library('similar <library>', 'Libraries like one, for the same purpose, or used together with it', ['similar zod', 'similar express --limit 5'], async () => (await import('../commands/lib-quality.ts')).similar)
    .option('--limit <n>', 'how many', integer(1, 100));

  library('deps [package...]', 'The dependency graph from the lock file: duplicates, conflicts, circles, unused ones, licences', ['deps', 'deps --why lodash', 'deps --mermaid > deps.mmd', 'deps zod --dot', 'deps --fail-on conflicts,cycles'], () => import('../commands/lib-deps.ts'))
    .option('--why <package>', 'how the project comes to have it (repeat, or separate with commas)', list)
    .option('--mermaid', 'print the graph for Mermaid')
    .option('--dot', 'print the graph for Graphviz')
    .option('--graph', 'with --json: nodes and edges too')
    .option('--depth <n>', 'steps from the project (default: all)', integer(0, 1_000))
    .option('--production', 'without what only development needs')
    .option('--fail-on <list>', 'exit with 1 when there are any: unsatisfied, conflicts, cycles, duplicates, unused, missing, licences, deprecated', list)
    .option('--limit <n>', 'entries of each list', integer(1, 2_000));

  library('audit [package...]', 'Known vulnerabilities of what this project has installed, or of packages given', ['audit', 'audit --min-severity high --production', 'audit npm:lodash@4.17.20 pypi:requests@2.30.0', 'audit --json --strict'], () => import('../commands/lib-audit.ts'))
    .option('--min-severity <level>', 'low, medium, high or critical (unknown ones are always told)', oneOf('low', 'medium', 'high', 'critical'))
    .option('--production', 'without what only development needs')
    .option('--strict', 'exit with 2 when nothing but the sample of advisories could be compared, or a file could not be read')
    .option('--limit <n>', 'how many', integer(1, 2_000))
    .addHelpText('after', '\nExit codes: 0 nothing found, 1 vulnerabilities, 2 it could not be looked at, 130 stopped with Ctrl-C.');

  library('advisories <action> [files...]', 'import: take OSV dumps (zip, folder, JSON) for use without a network', ['advisories import osv-npm.zip osv-pypi.zip', 'advisories import ./advisories'], () => import('../commands/lib-advisories.ts'));
}
