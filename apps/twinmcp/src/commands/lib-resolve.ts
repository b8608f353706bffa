import { libraryResolution } from '@twinmcp/contracts';
import { words } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { askLibraries, ecosystemsOf, type LibraryOptions } from '../cli/library-command.ts';
import { visible } from '../cli/text.ts';

interface Options extends LibraryOptions {
  readonly ecosystem?: string[];
  readonly kind?: 'any' | 'package' | 'import' | 'description';
  readonly limit?: number;
  readonly about?: string;
}

/** Of the score of the best: what fits far less is no answer to somebody who reads. */
const WORTH_SHOWING = 0.5;

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  const query = words(args, 'name');
  const ecosystems = ecosystemsOf(options.ecosystem);
  const found = await askLibraries(options, io, ({ rpc, workspace, ctx }) => rpc.call(libraryResolution.resolveLibrary, { query, about: options.about, kind: options.kind, ecosystems, workspaceId: workspace.id, limit: options.limit }, ctx));
  if (options.json) io.out(JSON.stringify(found));
  else {
    const { bold, dim, red, yellow } = io.colors;
    for (const { message, instead } of found.warnings) io.out(`${red('warning')} ${visible(message)}${instead ? ` Probably meant: ${visible(instead)}` : ''}`);
    const least = options.limit === undefined ? (found.matches[0]?.score ?? 0) * WORTH_SHOWING : 0;
    const shown = found.matches.filter(({ score }) => score >= least);
    for (const { id, version, installed, description, matched, score, warnings, reason } of shown) {
      io.out(`${bold(visible(id))}${version ? `@${visible(version)}` : ''}${installed ? io.colors.green(' installed') : ''} ${dim(`${matched} ${score.toFixed(2)}`)}`);
      if (description) io.out(`  ${visible(description)}`);
      if (reason) io.out(dim(`  ${visible(reason)}`));
      for (const { message } of warnings) io.out(`  ${yellow('!')} ${visible(message)}`);
    }
    if (shown.length < found.matches.length) io.note(dim(`${found.matches.length - shown.length} that fit far less are left out: --limit or --json shows them.`));
    if (found.matches.length === 0) io.note(`Nothing is known that "${visible(query)}" could mean.`);
    for (const one of found.degraded) io.note(dim(visible(one)));
  }
  return found.matches.length > 0 ? EXIT.ok : EXIT.notFound;
}
