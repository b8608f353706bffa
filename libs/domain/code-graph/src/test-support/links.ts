import type { CodeReference, CodeShape, ExportBinding, FileLinks, ImportBinding, ImportLink, LinkSymbol, ReferenceKind } from '@twinmcp/syntax';
import { LinkedCodeGraph, type LinkedCodeGraphOptions } from '../linked-code-graph.ts';
import { MemoryGraphSource } from '../memory/memory-graph-source.ts';

type Sym = Partial<Omit<LinkSymbol, 'container'>> & { readonly name: string; readonly in?: string };
type Ref = readonly [written: string, kind: ReferenceKind, line: number, more?: { readonly in?: string; readonly type?: string }];

export interface Written {
  readonly package?: string;
  readonly symbols?: readonly (string | Sym)[];
  readonly imports?: readonly (Partial<Omit<ImportLink, 'bindings'>> & { readonly module: string; readonly bind?: readonly (string | Partial<ImportBinding>)[] })[];
  readonly exports?: readonly ExportBinding[];
  /** `receiver.name`, kind, line. */
  readonly refs?: readonly Ref[];
  readonly shapes?: readonly (Partial<CodeShape> & { readonly of: string })[];
}

/** Links as an extractor would give them, written short: symbols are exported functions of ten lines unless they say otherwise. */
export function links({ package: packageName, symbols = [], imports = [], exports = [], refs = [], shapes = [] }: Written): FileLinks {
  const list: LinkSymbol[] = [];
  const at = (qualified: string | undefined): number => (qualified === undefined ? -1 : list.findIndex(({ qualifiedName }) => qualifiedName === qualified));
  for (const [i, written] of symbols.entries()) {
    const { in: container, ...symbol } = typeof written === 'string' ? { name: written, in: undefined } : written;
    const startLine = symbol.startLine ?? i * 10 + 1;
    list.push({ qualifiedName: container ? `${container}.${symbol.name}` : symbol.name, kind: 'function', startLine, endLine: startLine + 9, nameLine: startLine, nameColumn: 0, exported: true, visibility: null, type: null, ...symbol, container: at(container) });
  }
  return {
    packageName: packageName ?? null, symbols: list, exports,
    imports: imports.map(({ bind = [], ...link }, i) => ({ kind: 'import', line: i + 1, ...link, bindings: bind.map((one) => (typeof one === 'string' ? { imported: one, local: one, exported: null, typeOnly: false } : { imported: '*', local: null, exported: null, typeOnly: false, ...one })) })),
    references: refs.map(([written, kind, line, more]): CodeReference => {
      const dot = written.lastIndexOf('.');
      return { name: written.slice(dot + 1), receiver: dot < 0 ? null : written.slice(0, dot), receiverType: more?.type ?? null, kind, line, column: 4, symbol: at(more?.in) };
    }),
    shapes: shapes.map(({ of, ...shape }) => ({ tokens: 10, statements: 2, nesting: 0, complexity: 1, parameters: 0, fingerprints: [], ...shape, symbol: at(of) })),
  };
}

const LANGUAGES: Readonly<Record<string, string>> = { ts: 'typescript', tsx: 'tsx', js: 'javascript', mjs: 'javascript', cjs: 'javascript', py: 'python', go: 'go', rs: 'rust', java: 'java', kt: 'kotlin', c: 'c', h: 'c', cpp: 'cpp', hpp: 'cpp', cs: 'csharp', php: 'php', rb: 'ruby', lua: 'lua', sh: 'shell', css: 'css', html: 'html', proto: 'protobuf' };

export function languageOf(path: string): string {
  return LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] ?? 'text';
}

export function graphOf(files: Readonly<Record<string, Written>>, texts: Readonly<Record<string, string>> = {}, options: Partial<LinkedCodeGraphOptions> = {}): { graph: LinkedCodeGraph; source: MemoryGraphSource } {
  const source = new MemoryGraphSource();
  for (const path of Object.keys(texts)) source.set(path, 'json', links({}));
  for (const [path, written] of Object.entries(files)) source.set(path, languageOf(path), links(written));
  const projectFiles = { read: (paths: readonly string[]) => Promise.resolve(new Map(paths.flatMap((path) => (texts[path] === undefined ? [] : [[path, texts[path]] as const])))) };
  return { graph: new LinkedCodeGraph({ source, projectFiles, ...options }), source };
}

/** `path:line kind reason confidence` of every reference. */
export async function referencesOf(graph: LinkedCodeGraph, name: string, more: { readonly path?: string; readonly minConfidence?: number } = {}): Promise<string[]> {
  const found = await graph.references({ name, path: more.path }, { limit: 1_000, minConfidence: more.minConfidence ?? 0 });
  return found.references.map(({ path, line, kind, reason, confidence }) => `${path}:${line} ${kind} ${reason} ${confidence}`);
}
