import { Command } from 'commander';
import { addGraphCommands } from './graph-commands.ts';
import { addLibraryCommands } from './library-commands.ts';
import type { CommandIo, CommandResult, CommonOptions } from './io.ts';
import { addLearningCommands } from './learning-commands.ts';
import { integer, list, oneOf } from './options.ts';
import { addVectorCommands } from './vector-commands.ts';

type Run = (args: string[], options: CommonOptions & Record<string, never>, io: CommandIo) => CommandResult;
export type Loader = () => Promise<{ run: unknown }>;
export type AddCommand = (usage: string, summary: string, examples: string[], load: Loader) => Command;

/** All commands with their options. What a command needs is imported when it runs: `--help` and a question start fast. */
export function createProgram(version: string, io: CommandIo, finish: (exitCode: number) => void): Command {
  const program = new Command('twinmcp')
    .description('A context engine for AI coding agents: indexes code, answers questions with cited source.')
    .version(version)
    .showHelpAfterError('(add --help for the options)')
    .addHelpText('after', '\nCheck the configuration and do nothing else: twinmcp --validate-config [--config <file>]\nExit codes: 0 done, 1 failed, 2 wrong usage or input, 3 not found or not indexed, 130 stopped with Ctrl-C.\nStart here:\n  $ twinmcp index .\n  $ twinmcp ask "where is the configuration loaded?"');

  const adder = (parent: Command): AddCommand => (usage, summary, examples, load) => {
    const created = parent.command(usage).description(summary);
    created
      .option('--json', 'print one JSON document')
      .option('--data-dir <folder>', 'where all state lives (default: $XDG_DATA_HOME/twinmcp)')
      .option('--config <file>', 'configuration file (YAML)')
      .option('--validate-config', 'check the configuration and do nothing else')
      .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`)
      .action(async () => {
        const options = created.opts<CommonOptions>();
        if (options.validateConfig) {
          const { validateOnly } = await import('../commands/config.ts');
          return finish(await validateOnly(options, io));
        }
        const { run } = (await load()) as { run: Run };
        finish(await run(created.args, options as never, io));
      });
    return created;
  };
  const command = adder(program);
  const workspace = (target: Command) => target.option('-w, --workspace <path|id>', 'the workspace (default: the one that holds the current folder)');
  const mode = (target: Command) => target.option('--mode <mode>', 'automatic, ast, rag or hybrid', oneOf('automatic', 'ast', 'rag', 'hybrid'));

  command('index [source]', 'Index a folder or a git repository; again: only what changed is read', ['twinmcp index .', 'twinmcp index ~/code/fastify --full', 'twinmcp index https://github.com/pallets/flask --ref main'], () => import('../commands/index-workspace.ts'))
    .option('--full', 'read and analyse every file again')
    .option('--ref <ref>', 'branch, tag or commit of a git repository')
    .option('--name <name>', 'a name to show');

  command('watch [path]', 'Keep the index of a folder up to date while it changes', ['twinmcp watch', 'twinmcp watch ~/code/app --json'], () => import('../commands/watch.ts'))
    .option('--name <name>', 'a name to show');

  mode(workspace(command('ask <question...>', 'Answer a question with cited source', ['twinmcp ask "where is the reply serialised?"', 'twinmcp ask "how are plugins loaded?" --budget 8000 --format xml', 'twinmcp ask "retry policy" -w ~/code/app --json'], () => import('../commands/ask.ts'))))
    .option('--budget <tokens>', 'tokens the answer may take, at most', integer(100, 1_000_000))
    .option('--format <format>', 'markdown, xml or json', oneOf('markdown', 'xml', 'json'))
    .option('--tokenizer <name>', 'o200k_base or cl100k_base', oneOf('o200k_base', 'cl100k_base'))
    .option('--path <prefix>', 'only below this folder of the workspace')
    .option('--language <name>', 'only these languages (repeat, or separate with commas)', list)
    .option('--index', 'index the workspace first, so that the newest edits count')
    .option('--conversation <name>', 'a name of your own: follow-ups are understood, what was sent is not sent again')
    .option('--resend', 'send again what the conversation was sent before')
    .option('--explain', 'say how the answer came to be: mode, reasons, channels, scores, costs');

  addLearningCommands(command, workspace, mode);

  mode(workspace(command('search <words...>', 'Ranked places, without their text', ['twinmcp search "parse cookie header"', 'twinmcp search "retry" --by-file --limit 5'], () => import('../commands/search.ts'))))
    .option('--limit <n>', 'how many', integer(1, 1000))
    .option('--by-file', 'the best place of each file')
    .option('--explain', 'say how the ranking came to be')
    .option('--path <prefix>', 'only below this folder of the workspace')
    .option('--language <name>', 'only these languages', list);

  workspace(command('symbols <name...>', 'Find definitions by name', ['twinmcp symbols Reply.send', 'twinmcp symbols parseConfig --exact --kind function'], () => import('../commands/symbols.ts')))
    .option('--exact', 'the name as written; otherwise prefixes, word parts and near misses too')
    .option('--kind <kind>', 'class, function, method … (repeat, or separate with commas)', list)
    .option('--limit <n>', 'how many', integer(1, 500));

  addGraphCommands(command, workspace);
  addVectorCommands(command, workspace);
  addLibraryCommands(adder(program.command('lib').description('Libraries: find, document, judge and audit what a project depends on').addHelpText('after', '\nExamples:\n  $ twinmcp lib docs zod "discriminated union"\n  $ twinmcp lib deps --why lodash\n  $ twinmcp lib audit --min-severity high')), workspace);

  workspace(command('status', 'What is indexed, and what runs', ['twinmcp status', 'twinmcp status -w ~/code/app --json'], () => import('../commands/status.ts')));

  command('workspaces [action] [id]', 'List workspaces, or forget one (the source is never touched)', ['twinmcp workspaces', 'twinmcp workspaces remove app-1f2e3d'], () => import('../commands/workspaces.ts'));

  command('up', 'Run the engine in the foreground: REST at /v1, MCP at /mcp', ['twinmcp up', 'twinmcp up --port 8080'], () => import('../commands/up.ts'))
    .option('--host <address>', 'address to listen on')
    .option('--port <n>', 'port to listen on (0: any free one)', integer(0, 65_535));

  workspace(command('mcp', 'Serve MCP over standard input and output (for an agent to start)', ['claude mcp add twinmcp -- npx twinmcp mcp', 'twinmcp mcp --workspace ~/code/app'], () => import('../commands/mcp.ts')));

  command('doctor', 'What runs, what is missing, what to do', ['twinmcp doctor', 'twinmcp doctor --json'], () => import('../commands/doctor.ts'));

  command('config [action]', 'validate, show (the configuration in force) or reference (every key)', ['twinmcp config validate --config config/hybrid_production.yaml', 'twinmcp config show', 'twinmcp config reference'], () => import('../commands/config.ts'));

  mode(command('eval [set...]', 'Measure the quality of ranking, of symbols or of finding libraries, with labelled sets or with your own history', ['twinmcp eval --from-git . --baseline bm25', 'twinmcp eval --from-git . --save before.json', 'twinmcp eval --from-git . --gate before.json --html report.html', 'twinmcp eval $TWINMCP_EVAL_DIR/cosqa --baseline bm25', 'twinmcp eval $TWINMCP_EVAL_DIR/symbols-ctags --misses python', 'twinmcp eval $TWINMCP_EVAL_DIR/history-flask --repo ~/mirrors/flask.git --protocol all --json'], () => import('../commands/eval.ts')))
    .option('--repo <dir|url>', 'the repository of a history set (default: $TWINMCP_EVAL_REPOS/<owner>+<name>, else GitHub)')
    .option('--protocol <name>', 'src or all: which files a history set ranks', oneOf('src', 'all'))
    .option('--baseline <name>', 'bm25: score the baseline too, with ratio and 95 % interval', oneOf('bm25'))
    .option('--limit <n>', 'only the first n queries', integer(1, 100_000))
    .option('--from-git <repo>', 'make a labelled set of the history of this clone: message of a commit → files that it changed, asked of the tree before it')
    .option('--save-set <folder>', 'with --from-git: keep the set, to ask the same questions later')
    .option('--modes', 'ask every question under each mode too: accuracy of each, and of the choice between them')
    .option('--ablation', 'ask every question without each generator too: what each is worth')
    .option('--save <file>', 'keep the scores of each question')
    .option('--gate <file>', 'compare with a run that --save kept; exit code 1 when it is worse beyond chance')
    .option('--html <file>', 'write a report to look at, in one file')
    .option('--rows', 'with --json: every question')
    .option('--misses <label>', 'what differs: of a symbols set for this language, members or declarations; of a names set for this task');

  command('demo', 'Start, index this repository, ask one question, show how to connect an agent', ['twinmcp demo', 'twinmcp demo ~/code/app'], () => import('../commands/demo.ts'))
    .argument('[folder]', 'what to index')
    .option('--host <address>', 'address to listen on')
    .option('--port <n>', 'port to listen on', integer(0, 65_535));

  command('mesh', 'Run the six services over NATS, one process each', ['twinmcp mesh', 'twinmcp mesh --port 8080 --nats-port 4333', 'twinmcp mesh --with-stores'], () => import('../commands/mesh.ts'))
    .option('--port <n>', 'port of the gateway', integer(0, 65_535))
    .option('--nats-port <n>', 'port of nats-server (default: any free one)', integer(1, 65_535))
    .option('--with-stores', 'start PostgreSQL, Redis and Prometheus too, from what is installed');

  return program;
}
