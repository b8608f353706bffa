import { DocKind, libraryResolution } from '@twinmcp/contracts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { askLibraries, type LibraryOptions } from '../cli/library-command.ts';
import { kindsOf } from '../cli/options.ts';
import { badInput } from '../cli/report-error.ts';
import { visible } from '../cli/text.ts';

interface DocsOptions extends LibraryOptions {
  readonly tokens?: number;
  readonly tokenizer?: 'o200k_base' | 'cl100k_base';
  readonly kind?: string[];
  readonly page?: number;
}

interface ChangelogOptions extends LibraryOptions {
  readonly tokens?: number;
  readonly tokenizer?: 'o200k_base' | 'cl100k_base';
  readonly from?: string;
  readonly to?: string;
}

function named(library: string): string {
  if (library.trim() === '') throw badInput('The library is empty.', 'twinmcp lib docs zod "discriminated union"');
  return library;
}

const PINNED = { 'lock-file': 'as the lock file has it', asked: 'as asked', installed: 'as it is installed', newest: 'the newest: this project does not have it' } as const;

/** Text of strangers on a terminal: control characters could rewrite what is shown. */
const readable = (text: string): string => text.split('\n').map(visible).join('\n');

export const docs = {
  async run([library = '', ...topic]: string[], options: DocsOptions, io: CommandIo): CommandResult {
    const kinds = kindsOf(options.kind, DocKind, 'documentation');
    const found = await askLibraries(options, io, ({ rpc, workspace, ctx }) => rpc.call(libraryResolution.getLibraryDocs, { library: named(library), workspaceId: workspace.id, topic: topic.join(' '), kinds, tokens: options.tokens, tokenizer: options.tokenizer, page: options.page }, ctx));
    if (options.json) io.out(JSON.stringify(found));
    else {
      io.out(readable(found.text));
      io.note(io.colors.dim(`${visible(found.library.name)}@${visible(found.library.version)} (${PINNED[found.library.pinned]}, read from ${found.library.source === 'installed' ? 'what is installed' : `its archive${found.library.origin ? ` from ${visible(found.library.origin)}` : ''}`}); ${found.tokens} of ${found.budget} tokens${found.omitted > 0 ? `; ${found.omitted} more sections: --page ${(options.page ?? 1) + 1}` : ''}`));
      for (const one of found.degraded) io.note(io.colors.yellow(visible(one)));
    }
    return found.sections.length > 0 ? EXIT.ok : EXIT.notFound;
  },
};

export const changelog = {
  async run([library = '']: string[], options: ChangelogOptions, io: CommandIo): CommandResult {
    const found = await askLibraries(options, io, ({ rpc, workspace, ctx }) => rpc.call(libraryResolution.getLibraryChangelog, { library: named(library), workspaceId: workspace.id, from: options.from, to: options.to, tokens: options.tokens, tokenizer: options.tokenizer }, ctx));
    if (options.json) io.out(JSON.stringify(found));
    else {
      if (found.text) io.out(readable(found.text));
      io.note(io.colors.dim(`${visible(found.library.name)}: ${found.entries.length === 1 ? '1 version' : `${found.entries.length} versions`}${found.from ? ` after ${visible(found.from)}` : ''}${found.to ? ` up to ${visible(found.to)}` : ''}${found.path ? `, from ${visible(found.path)}` : ''}${found.omitted > 0 ? `; ${found.omitted} had no room: --tokens` : ''}`));
      for (const one of found.degraded) io.note(io.colors.yellow(visible(one)));
    }
    return found.entries.length > 0 ? EXIT.ok : EXIT.notFound;
  },
};
