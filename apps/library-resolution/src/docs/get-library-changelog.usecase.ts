import type { TokenCounters } from '@twinmcp/context';
import type { libraryResolution, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import { CHANGELOG, compareVersions, entriesBetween, isVersion, parseChangelog, type PackageFiles } from '@twinmcp/libraries';
import type { CallContext } from '@twinmcp/messaging';
import { documented } from './get-library-docs.usecase.ts';
import type { LocatePackage } from './locate-package.ts';

type Input = RpcParsedInput<typeof libraryResolution.getLibraryChangelog>;
type Output = RpcOutput<typeof libraryResolution.getLibraryChangelog>;

const MAX_BYTES = 4 * 1_048_576;

export class GetLibraryChangelog {
  readonly #locate: LocatePackage;
  readonly #tokenizers: TokenCounters;

  constructor(locate: LocatePackage, tokenizers: TokenCounters) {
    this.#locate = locate;
    this.#tokenizers = tokenizers;
  }

  /** Without bounds the entry of the installed version; with `to` above it, everything from the installed one on. */
  async execute({ library, workspaceId, from, to, tokens: budget, tokenizer }: Input, ctx: CallContext): Promise<Output> {
    const located = await this.#locate.execute(library, workspaceId, ctx);
    for (const bound of [from, to]) if (bound !== undefined && !isVersion(located.files.ecosystem, bound)) throw new DomainError('invalid-input', `"${bound}" is no version of ${located.files.ecosystem}.`);
    const degraded: string[] = [...located.notes];
    const files = await this.#teller(located.files, to, workspaceId, degraded, ctx);
    const candidates = (await files.list()).map(({ path }) => path).filter((path) => CHANGELOG.test(path) || /(?:^|\/)(?:changelog|changes|history)\.(?:md|rst|txt)$/i.test(path)).sort((a, b) => a.split('/').length - b.split('/').length);
    const path = candidates[0] ?? null;
    const content = path === null ? null : await files.read(path, MAX_BYTES);
    const all = content === null ? [] : parseChangelog(new TextDecoder().decode(content));
    const chosen = from === undefined && to === undefined ? entriesBetween(files.ecosystem, all, null, null) : entriesBetween(files.ecosystem, all, from ?? (to !== undefined ? located.files.version : null), to ?? null);
    const counter = await this.#tokenizers.get(tokenizer);
    const entries: Output['entries'] = [];
    const texts: string[] = [];
    let used = 0;
    for (const { version, title, text, breaking } of chosen) {
      const tokens = counter.count(text) + 2;
      if (used + tokens > budget) break;
      used += tokens;
      texts.push(text);
      entries.push({ version, title: title.slice(0, 300), tokens, breaking });
    }
    if (path === null) degraded.push(`the package brings no changelog${repositoryOf(files)}`);
    else if (all.length === 0) degraded.push(`${path} has no headings with versions`);
    else if (chosen.length === 0) degraded.push(`${path} says nothing about these versions; it tells of ${all[0]!.version} back to ${all.at(-1)!.version}`);
    const text = texts.join('\n\n');
    return { library: documented(located), from: from ?? (to !== undefined ? located.files.version : null), to: to ?? null, entries, text, tokens: text === '' ? 0 : counter.count(text), omitted: chosen.length - entries.length, path, degraded };
  }

  /** A package knows the past only: what came after the version that the project has stands in the newer one, if that can be had. */
  async #teller(own: PackageFiles, to: string | undefined, workspaceId: string | undefined, degraded: string[], ctx: CallContext): Promise<PackageFiles> {
    if (to === undefined || (compareVersions(own.ecosystem, to, own.version) ?? 0) <= 0) return own;
    try {
      return (await this.#locate.execute(`${own.ecosystem}:${own.name}@${to}`, workspaceId, ctx)).files;
    } catch (error) {
      if (ctx.signal?.aborted) throw error;
      degraded.push(`read from ${own.version}, which cannot know of later versions: ${errorMessage(error)}`);
      return own;
    }
  }
}

/** Where its releases may be told instead: an address that people can open. */
function repositoryOf({ manifest }: PackageFiles): string {
  const { repository } = manifest;
  const written = typeof repository === 'string' ? repository : typeof repository === 'object' && repository !== null ? String((repository as { url?: unknown }).url ?? '') : '';
  const place = /(?:^|[/@:])(github\.com|gitlab\.com|codeberg\.org)[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?(?:[#/?].*)?$/.exec(written.replace(/^(?:github:)?([\w.-]+\/[\w.-]+)$/, 'github.com/$1'));
  return place ? `; its releases may be told at https://${place[1]}/${place[2]}/${place[1] === 'gitlab.com' ? '-/' : ''}releases` : '';
}
