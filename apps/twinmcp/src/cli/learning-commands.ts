import type { Command } from 'commander';
import { list, share } from './options.ts';
import type { AddCommand } from './program.ts';

/** What the engine remembers of its use: conversations and feedback. */
export function addLearningCommands(command: AddCommand, workspace: (target: Command) => Command, mode: (target: Command) => Command): void {
  mode(workspace(command('feedback [question...]', 'Say what helped: the ranking of the workspace learns', ['twinmcp feedback "how are hooks run?" --used lib/hooks.js --used lib/route.js:120-180', 'twinmcp feedback "how are hooks run?" --rating 0', 'twinmcp feedback --show', 'twinmcp feedback --export > weights.json', 'twinmcp feedback --reset'], () => import('../commands/feedback.ts'))))
    .option('--used <place>', 'a citation or path that helped (repeat, or separate with commas)', list)
    .option('--unused <place>', 'one that did not (default: the rest of the best places)', list)
    .option('--rating <share>', '0 to 1, of the answer as a whole', share)
    .option('--show', 'what was learnt so far')
    .option('--export', 'print what was learnt as JSON, for --import elsewhere')
    .option('--import <file>', 'take over what another installation exported')
    .option('--reset', 'forget what was learnt');

  workspace(command('conversation <name>', 'What is remembered of a conversation, or with --forget: delete it', ['twinmcp conversation review-42', 'twinmcp conversation review-42 --forget', 'twinmcp conversation all --forget-all'], () => import('../commands/conversation.ts')))
    .option('--forget', 'delete it')
    .option('--forget-all', 'delete all conversations of the workspace');
}
