import { libraryResolution } from '@twinmcp/contracts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { askLibraries, type LibraryOptions } from '../cli/library-command.ts';
import { visible } from '../cli/text.ts';
import { busy } from '../cli/tool-command.ts';

const SHOWN = 10;

/** Takes what the project declares and has installed into the catalogue. */
export async function run(_args: string[], options: LibraryOptions, io: CommandIo): CommandResult {
  const { learnt, catalogue } = await askLibraries(options, io, async ({ rpc, workspace, ctx }) => {
    const learning = rpc.call(libraryResolution.learnLibraries, { workspaceId: workspace.id }, ctx);
    return { learnt: await (options.json ? learning : busy(io, `reading the libraries of ${workspace.name}`, learning)), catalogue: await rpc.call(libraryResolution.catalogueStats, {}, ctx) };
  });
  if (options.json) io.out(JSON.stringify({ ...learnt, catalogue }));
  else {
    io.out(`${learnt.libraries} libraries learnt, ${learnt.installed} of them from what is installed; ${learnt.pairs} used together.`);
    io.out(io.colors.dim(`The catalogue has ${catalogue.libraries} now (${Object.entries(catalogue.byEcosystem).map(([ecosystem, count]) => `${ecosystem} ${count}`).join(', ')}), kept in ${visible(catalogue.storage)}.`));
    for (const { path, message } of learnt.problems.slice(0, SHOWN)) io.note(`${io.colors.yellow('!')} ${visible(path)} ${visible(message)}`);
    if (learnt.problems.length > SHOWN) io.note(io.colors.yellow(`… ${learnt.problems.length - SHOWN} more`));
  }
  return learnt.libraries > 0 ? EXIT.ok : EXIT.notFound;
}
