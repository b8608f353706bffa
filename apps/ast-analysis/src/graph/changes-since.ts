import type { CodeGraph, OutlineNode, SymbolTarget } from '@twinmcp/code-graph';
import type { Baseline } from '@twinmcp/git';
import { LocalError } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { changedLines, decodeText, type ManifestEntry, type WorkspaceSourceReader } from '@twinmcp/workspaces';

export interface ChangedFile {
  readonly path: string;
  readonly state: 'added' | 'modified' | 'deleted' | 'not-indexed';
}

export interface Changes {
  readonly files: readonly ChangedFile[];
  /** Symbols around changed lines. */
  readonly targets: readonly SymbolTarget[];
  /** Files that changed outside every symbol: all of them counts. */
  readonly paths: readonly string[];
}

interface Ports {
  readonly baseline: Baseline;
  readonly source: WorkspaceSourceReader;
  readonly graph: CodeGraph;
  readonly manifest: ReadonlyMap<string, ManifestEntry>;
}

const AT_ONCE = 8;

/**
 * What the workspace holds now and did not at the baseline. Files are compared by content, not by `git diff`, which
 * may run programs that the repository names.
 */
export async function changesSince(ports: Ports, ctx: CallContext): Promise<Changes> {
  const { baseline, manifest, source } = ports;
  const files: ChangedFile[] = [];
  const targets: SymbolTarget[] = [];
  const paths: string[] = [];
  await each([...manifest.keys()], ctx, async (path) => {
    const read = await source.read(path);
    if (!read.ok) return; // said to be deleted below, if the commit had it
    const same = baseline.same(path, read.content);
    if (same === true) return;
    files.push({ path, state: same === null ? 'added' : 'modified' });
    const before = (await baseline.read(path)) ?? new Uint8Array();
    const touched = await touchedSymbols(path, decodeText(before) ?? '', decodeText(read.content) ?? '', ports.graph);
    if (touched.length > 0) targets.push(...touched);
    else paths.push(path);
  });
  const gone = [...baseline.paths].filter((path) => !manifest.has(path));
  await each(gone, ctx, async (path) => {
    const read = await source.read(path);
    if (!read.ok && read.reason === 'vanished') files.push({ path, state: 'deleted' });
    else if (read.ok && baseline.same(path, read.content) === false) files.push({ path, state: 'not-indexed' });
  });
  const byPath = (a: { path?: string; line?: number }, b: { path?: string; line?: number }) => (a.path! < b.path! ? -1 : a.path! > b.path! ? 1 : (a.line ?? 0) - (b.line ?? 0));
  return { files: files.sort(byPath), targets: targets.sort(byPath), paths: paths.sort() };
}

async function each(paths: readonly string[], ctx: CallContext, work: (path: string) => Promise<void>): Promise<void> {
  const left = paths.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const path of left) {
        if (ctx.signal?.aborted) throw new LocalError('cancelled', 'nobody waits for the answer any more', ctx.signal.reason);
        if (ctx.deadline.expired) throw new LocalError('timeout', 'comparing with the commit took too long');
        await work(path);
      }
    }),
  );
}

/** The innermost symbol around each changed line; a symbol whose members changed is not itself changed. */
async function touchedSymbols(path: string, before: string, after: string, graph: CodeGraph): Promise<SymbolTarget[]> {
  const outline = await graph.outline(path);
  const innermost = new Map<string, SymbolTarget>();
  for (const { startLine, endLine } of changedLines(before, after)) {
    for (let line = startLine; line <= endLine; line++) {
      const node = around(outline, line);
      if (!node) continue;
      innermost.set(`${node.symbol.nameLine} ${node.symbol.qualifiedName}`, { path, name: node.symbol.qualifiedName, line: node.symbol.nameLine });
      // On to where another symbol may begin.
      if (node.children.length === 0) line = Math.min(endLine, node.symbol.endLine);
    }
  }
  return [...innermost.values()];
}

function around(nodes: readonly OutlineNode[], line: number): OutlineNode | null {
  let found: OutlineNode | null = null;
  for (let level: readonly OutlineNode[] = nodes; ; level = found.children) {
    const next: OutlineNode | undefined = level.find(({ symbol }) => symbol.startLine <= line && line <= symbol.endLine);
    if (!next) return found;
    found = next;
  }
}
