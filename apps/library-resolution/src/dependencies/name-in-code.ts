import { astAnalysis, embedding } from '@twinmcp/contracts';
import type { UnusedDependency } from '@twinmcp/libraries';
import { childContext, type CallContext, type RpcClient } from '@twinmcp/messaging';

/** Names looked for, chunks read for each, and the time for all of it: what is not looked at in it stays as it was. */
const MAX_NAMES = 40;
const CHUNKS = 25;
const WITHIN_MS = 3_000;
/** Where a name stands because it is declared. */
const DECLARES = /(?:^|\/)(?:[\w.-]*lock[\w.-]*|package\.json|pyproject\.toml|requirements[\w.-]*\.txt|Cargo\.toml|go\.(?:mod|sum)|CHANGELOG[\w.-]*|LICEN[SC]E[\w.-]*)$|\.lock$/i;

/** Plug-ins, grammars and presets are loaded by a path or a name in a text, not imported: who is named in the code is not called unused for certain. */
export async function whereNamed(rpc: RpcClient, workspaceId: string, unused: readonly UnusedDependency[], ctx: CallContext): Promise<UnusedDependency[]> {
  const within = childContext(ctx, WITHIN_MS);
  // What a member of a workspace declares is used in its folder: there fewer others have the same words.
  const names = [...new Map(unused.filter(({ certainty }) => certainty === 'likely').map(({ name, manifest }) => [name, manifest.slice(0, Math.max(0, manifest.lastIndexOf('/')))]))].slice(0, MAX_NAMES);
  const places = new Map<string, string>();
  const work = async () => {
    for (let next = names.pop(); next; next = names.pop()) {
      const [name, folder] = next;
      try {
        const { lexical } = await rpc.call(embedding.search, { workspaceId, query: name, channels: ['lexical'], limit: 60, ...(folder !== '' && { pathPrefix: folder }) }, within);
        const chunks = lexical.filter(({ path }) => !DECLARES.test(path)).slice(0, CHUNKS);
        if (chunks.length === 0) continue;
        const { ranges } = await rpc.call(astAnalysis.readRanges, { workspaceId, ranges: chunks.map(({ path, startLine, endLine }) => ({ path, startLine, endLine })) }, within);
        for (const range of ranges) {
          const at = range.text.split('\n').findIndex((line) => quoted(line, name));
          if (at >= 0 && !places.has(name)) places.set(name, `${range.path}:${range.startLine + at}`);
        }
      } catch (error) {
        if (ctx.signal?.aborted) throw error;
        return; // too late, or nobody there: said is what imports tell
      }
    }
  };
  await Promise.all([work(), work(), work()]);
  return unused.map((one) => (one.certainty === 'likely' && places.has(one.name) ? { ...one, certainty: 'possible' as const, reason: `nothing imports it, but ${places.get(one.name)} names it` } : one)).sort((a, b) => Number(a.certainty === 'possible') - Number(b.certainty === 'possible'));
}

/** In quotes, alone or with a path behind it: a word of prose or of a longer name is something else. */
function quoted(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) if (/['"`/]/.test(line[at - 1] ?? '') && /['"`/:@]/.test(line[at + name.length] ?? '')) return true;
  return false;
}
