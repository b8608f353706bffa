import { libraryResolution, type BuiltInAlternative } from '@twinmcp/contracts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { askLibraries, libraryRefs, type LibraryOptions } from '../cli/library-command.ts';
import { badInput } from '../cli/report-error.ts';
import { visible } from '../cli/text.ts';

const share = (value: number | null): string => (value === null ? 'unknown' : value.toFixed(2));

export const score = {
  async run([library = '']: string[], options: LibraryOptions, io: CommandIo): CommandResult {
    const { quality, degraded } = await askLibraries(options, io, async (asker) => asker.rpc.call(libraryResolution.scoreLibrary, { library: (await libraryRefs([library], asker))[0]!, workspaceId: asker.workspace.id }, asker.ctx));
    if (options.json) io.out(JSON.stringify({ quality, degraded }));
    else {
      const { bold, dim, yellow } = io.colors;
      io.out(`${bold(visible(quality.id))}${quality.version ? `@${visible(quality.version)}` : ''} ${quality.grade ? `${bold(quality.grade)} ${share(quality.score)}` : yellow('too little is known for a grade')} ${dim(`(evidence for ${Math.round(quality.known * 100)} % of the weight)`)}`);
      for (const { part, score: value, evidence } of quality.parts) {
        io.out(`  ${part.padEnd(14)} ${share(value)}`);
        const unknown = evidence.filter(({ value: told }) => told === null).map(({ what }) => visible(what));
        for (const one of evidence) if (one.value !== null) io.out(dim(`    ${visible(one.what)}: ${visible(one.value)}`));
        if (unknown.length > 0) io.out(dim(`    unknown: ${unknown.join(', ')}`));
      }
      for (const { message } of quality.warnings) io.out(`  ${yellow('!')} ${visible(message)}`);
      for (const one of degraded) io.note(dim(visible(one)));
    }
    return EXIT.ok;
  },
};

const known = (value: unknown): string => (value === null || value === undefined ? 'unknown' : String(value));

function builtIn({ name, since, reason }: BuiltInAlternative, { colors: { bold, dim, green } }: CommandIo): string {
  return `${green('built in')} ${bold(visible(name))}${since ? dim(` ${since}`) : ''} ${dim(reason)}`;
}

export const compare = {
  async run(names: string[], options: LibraryOptions, io: CommandIo): CommandResult {
    if (names.length < 2 || names.length > 10) throw badInput('Two to ten libraries can be compared.', 'twinmcp lib compare zod valibot');
    const found = await askLibraries(options, io, async (asker) => asker.rpc.call(libraryResolution.compareLibraries, { libraries: await libraryRefs(names, asker), workspaceId: asker.workspace.id }, asker.ctx));
    if (options.json) io.out(JSON.stringify(found));
    else {
      const { bold, dim, green, yellow } = io.colors;
      for (const { id, found: isKnown, description, version, installed, licence, downloads, dependencies, types, quality, warnings, builtIns } of found.libraries) {
        io.out(`${bold(visible(id))}${version ? `@${visible(version)}` : ''}${installed ? green(' installed') : ''} ${!isKnown ? yellow('not known here') : quality?.grade ? `${quality.grade} ${share(quality.score)}` : dim('too little known for a grade')}`);
        for (const one of builtIns) io.out(`  ${builtIn(one, io)}`);
        if (!isKnown) continue;
        if (description) io.out(`  ${visible(description)}`);
        io.out(dim(`  licence ${visible(known(licence))}, downloads a month ${known(downloads)}, dependencies ${known(dependencies)}, types ${known(types)}`));
        for (const { message } of warnings) io.out(`  ${yellow('!')} ${visible(message)}`);
      }
      if (found.reason) io.out(`${found.recommended ? `${bold(visible(found.recommended))}: ` : ''}${visible(found.reason)}`);
      for (const one of found.degraded) io.note(dim(visible(one)));
    }
    return found.libraries.some((one) => one.found) ? EXIT.ok : EXIT.notFound;
  },
};

export const similar = {
  async run([library = '']: string[], options: LibraryOptions & { readonly limit?: number }, io: CommandIo): CommandResult {
    const found = await askLibraries(options, io, async (asker) => asker.rpc.call(libraryResolution.similarLibraries, { library: (await libraryRefs([library], asker))[0]!, workspaceId: asker.workspace.id, limit: options.limit }, asker.ctx));
    if (options.json) io.out(JSON.stringify(found));
    else {
      for (const one of found.builtIns) io.out(builtIn(one, io));
      for (const { id, relation, score: value, description, reason } of found.recommendations) {
        io.out(`${io.colors.bold(visible(id))} ${io.colors.dim(`${relation} ${value.toFixed(2)}`)}`);
        io.out(`  ${visible(description)}`);
        io.out(io.colors.dim(`  ${visible(reason)}`));
      }
      if (found.recommendations.length === 0 && found.builtIns.length === 0) io.note('Nothing like it is known.');
      for (const one of found.degraded) io.note(io.colors.dim(visible(one)));
    }
    return found.recommendations.length + found.builtIns.length > 0 ? EXIT.ok : EXIT.notFound;
  },
};
