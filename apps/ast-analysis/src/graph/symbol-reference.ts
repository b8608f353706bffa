import type { CodeGraph, GraphSymbol, SymbolTarget } from '@twinmcp/code-graph';
import { DomainError } from '@twinmcp/kernel';
import type { SyntaxStore } from '@twinmcp/workspaces';

const PLACE = /^(.+?):(\d{1,9})(?::\d{1,9})?$/;
/** `lib/reply.js:send`, but not `std::string`. */
const IN_FILE = /^(.*[^:]):([^:].*)$/;
const MAX_SUGGESTIONS = 5;

export interface ResolvedSymbol {
  /** Null when nothing is meant. */
  readonly target: SymbolTarget | null;
  readonly definitions: readonly GraphSymbol[];
  readonly suggestions: readonly string[];
}

/** What a written reference means: the first reading that names something. */
export async function resolveSymbol(reference: string, graph: CodeGraph, store: SyntaxStore, limit: number): Promise<ResolvedSymbol> {
  for (const target of await readings(reference, store)) {
    const definitions = await graph.definitions(target, limit);
    if (definitions.length > 0) return { target, definitions, suggestions: [] };
  }
  const file = await indexedPath(reference, store);
  if (file !== null) throw new DomainError('invalid-input', `${file} is a file: name a symbol in it (${file}:12, ${file}:name)`, { details: { hint: 'The outline lists its symbols; its dependencies say who imports it.' } });
  return { target: null, definitions: [], suggestions: await suggest(reference, store) };
}

async function readings(reference: string, store: SyntaxStore): Promise<SymbolTarget[]> {
  const place = PLACE.exec(reference);
  if (place) {
    const path = await indexedPath(place[1]!, store);
    if (path === null) throw new DomainError('not-found', `${place[1]} is not in the index`, { details: { hint: 'Give the path as the workspace has it, relative to its root.' } });
    return [{ path, line: Number(place[2]) }];
  }
  const inFile = IN_FILE.exec(reference);
  const path = inFile && (await indexedPath(inFile[1]!, store));
  const names = spellings(path ? inFile![2]! : reference);
  return names.map((name) => (path ? { path, name } : { name }));
}

async function indexedPath(written: string, store: SyntaxStore): Promise<string | null> {
  const path = written.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  return (await store.file(path)) ? path : null;
}

/** As written, then as qualified names are kept: `Reply::send`, `Reply#send` and `reply->send()` are `Reply.send`. */
function spellings(written: string): string[] {
  const name = written.trim().replace(/\(\s*\)$/, '');
  const dotted = name.replace(/::|->|(?<=.)#(?=[\p{L}_$])/gu, '.').replace(/^\.+/, '');
  return [...new Set([name, dotted])].filter((spelling) => spelling !== '');
}

async function suggest(reference: string, store: SyntaxStore): Promise<string[]> {
  const name = spellings(reference).at(-1);
  if (name === undefined || name.length > 256) return [];
  const found = await store.findSymbols({ names: [name], match: 'broad', limit: 4 * MAX_SUGGESTIONS });
  return [...new Set(found.map((symbol) => symbol.qualifiedName))].slice(0, MAX_SUGGESTIONS);
}
