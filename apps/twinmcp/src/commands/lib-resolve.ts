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

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  const query = words(args, 'name');
  const ecosystems = ecosystemsOf(options.ecosystem);
  const found = await askLibraries(options, io, ({ rpc, workspace, ctx }) => rpc.call(libraryResolution.resolveLibrary, { query, about: options.about, kind: options.kind, ecosystems, workspaceId: workspace.id, limit: options.limit }, ctx));
  if (options.json) io.out(JSON.stringify(found));
  else {
    const { bold, dim, red, yellow } = io.colors;
    for (const { message, instead } of found.warnings) io.out(`${red('warning')} ${visible(message)}${instead ? ` Probably meant: ${visible(instead)}` : ''}`);
    for (const { id, version, installed, description, matched, score, warnings, reason } of found.matches) {
      io.out(`${bold(visible(id))}${version ? `@${visible(version)}` : ''}${installed ? io.colors.green(' installed') : ''} ${dim(`${matched} ${score.toFixed(2)}`)}`);
      if (description) io.out(`  ${visible(description)}`);
      if (reason) io.out(dim(`  ${visible(reason)}`));
      for (const { message } of warnings) io.out(`  ${yellow('!')} ${visible(message)}`);
    }
    if (found.matches.length === 0) io.note(`Nothing is known that "${visible(query)}" could mean.`);
    for (const one of found.degraded) io.note(dim(visible(one)));
  }
  return found.matches.length > 0 ? EXIT.ok : EXIT.notFound;
}
