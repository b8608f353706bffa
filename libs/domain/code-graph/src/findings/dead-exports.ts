import type { FileNode } from '../files/file-table.ts';
import { baseName } from '../files/path-index.ts';
import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { Finding } from '../model.ts';
import { IMPORT_KIND } from '../names/file-edges.ts';
import { findingId } from './finding-id.ts';
import { placeOfSymbol } from './function-limits.ts';

/** Files that tools and frameworks load by their place or name. */
const LOADED = new RegExp([
  String.raw`(?:^|/)[^/]*\.(?:config|conf|setup|stories|story|d|worker|table|generated|fixture|mock)\.[cm]?[jt]sx?$`, String.raw`(?:^|/)(?:bin|scripts?|tools?|migrations?|examples?|docs?|benchmarks?|fixtures|templates?|generated|vendor|third_party)/`,
  String.raw`(?:^|/)(?:pages|routes|app|api)/.*(?:page|layout|route|loading|error|not-found|template|default|middleware|\[[^/]*\]|index|_app|_document)\.[jt]sx?$`, String.raw`(?:^|/)(?:main|server|index|cli|manage|wsgi|asgi|setup|conftest|__main__|__init__|noxfile|tasks|gulpfile|gruntfile|webpack[^/]*|rollup[^/]*|vite[^/]*|middleware|instrumentation)\.[\w.]+$`,
].join('|'));
const LANGUAGES = new Set(['ecmascript', 'python', 'go', 'rust', 'jvm', 'csharp', 'php']);
const DECLARED: ReadonlySet<string> = new Set(['function', 'class', 'interface', 'type', 'enum', 'constant', 'variable']);
const LESS_SURE = 0.5;

interface Uses {
  outside: number;
  inside: number;
  passedOn: number;
}

/** Exported, and nothing in the workspace uses it from outside its file. What others may load (entry points, frameworks, tests, decorators) is left out. */
export async function deadExports(workspace: LinkedWorkspace, pause: Pause): Promise<Finding[]> {
  const { table } = workspace;
  const entries = entryFiles(workspace);
  const uses = new Map<FileNode, Map<number, Uses>>();
  for (const file of table.all) {
    const edges = workspace.edges(file);
    const isBarrel = new Set(file.skeleton.imports.flatMap(({ line, bindings }) => (bindings.some(({ exported }) => exported !== null) ? [line] : [])));
    for (let row = 0; row < edges.count; row++) {
      const symbol = edges.symbol(row);
      if (symbol < 0 || edges.confidence(row) < 0.25) continue;
      const to = edges.file(row);
      let list = uses.get(to);
      if (!list) uses.set(to, (list = new Map()));
      let use = list.get(symbol);
      if (!use) list.set(symbol, (use = { outside: 0, inside: 0, passedOn: 0 }));
      if (to === file) {
        if (!within(file, edges.from(row), symbol)) use.inside++;
      } else if (edges.kind(row) === IMPORT_KIND && isBarrel.has(edges.line(row))) use.passedOn++;
      else use.outside++;
    }
    await pause();
  }
  // A use of a member is a use of what holds it.
  const found: Finding[] = [];
  for (const file of table.all) {
    if (file.test || !LANGUAGES.has(file.family) || entries.has(file.path) || LOADED.test(file.path) || file.path.endsWith('.d.ts')) continue;
    const { symbols } = file.skeleton;
    const { decorated } = workspace.edges(file);
    for (let i = 0; i < symbols.length; i++) {
      const symbol = symbols[i]!;
      const inNamespace = symbol.container >= 0 && (symbols[symbol.container]!.kind === 'namespace' || symbols[symbol.container]!.kind === 'module');
      if (!symbol.exported || (symbol.container !== -1 && !inNamespace) || !DECLARED.has(symbol.kind) || symbol.name === 'main' || symbol.name === 'default' || symbol.name.startsWith('_') || decorated.has(i)) continue;
      const all = inNamespace ? file.skeleton.child(symbol.container, symbol.name) : file.skeleton.top(symbol.name);
      if ((!inNamespace && symbol.qualifiedName.length > symbol.name.length) || all[0] !== i) continue;
      const family = all.flatMap((one) => [one, ...file.skeleton.children(one)]);
      const sum = family.reduce((total, one) => {
        const use = uses.get(file)?.get(one);
        return use ? { outside: total.outside + use.outside, inside: total.inside + (all.includes(one) ? use.inside : 0), passedOn: total.passedOn + use.passedOn } : total;
      }, { outside: 0, inside: 0, passedOn: 0 });
      if (sum.outside > 0 || (sum.passedOn > 0 && isPublic(workspace, file, symbol.name, entries))) continue;
      found.push(finding(workspace, file, i, sum));
    }
    await pause();
  }
  return found;
}

function finding(workspace: LinkedWorkspace, file: FileNode, symbol: number, uses: Uses): Finding {
  const { name } = file.skeleton.symbols[symbol]!;
  const place = placeOfSymbol(file, symbol);
  const unexplained = workspace.table.mentioning([name]).filter((other) => other !== file && other.family === file.family && !explains(workspace, other, name));
  const certainty = Math.round(certaintyOf(file) * (unexplained.length > 0 ? LESS_SURE : 1) * 100) / 100;
  const reasons = [
    uses.inside > 0 ? `it is used ${uses.inside} ${uses.inside === 1 ? 'time' : 'times'} in its own file: the export could go` : 'nothing uses it',
    ...(uses.passedOn > 0 ? ['it is passed on, and nobody takes it from there'] : []),
    ...(unexplained.length > 0 ? [`${unexplained.length} ${unexplained.length === 1 ? 'file names' : 'files name'} it in a way that could not be resolved (${unexplained[0]!.path})`] : []),
  ];
  return { id: findingId('dead-export', [place]), kind: 'dead-export', severity: certainty >= 0.7 && uses.inside === 0 ? 'warning' : 'info', message: `${name} is exported and no other file uses it; ${reasons.join('; ')}`, places: [place], measures: { certainty, usesInFile: uses.inside, weight: certainty } };
}

/** How much an unused export of a language says: where everything at the top of a file is exported, or a package is a library by custom, little. */
function certaintyOf({ family, path, skeleton }: FileNode): number {
  if (family === 'ecmascript') return 0.9;
  if (family === 'go') return /(?:^|\/)internal\//.test(path) || skeleton.packageName === 'main' ? 0.9 : 0.5;
  return family === 'rust' ? 0.5 : 0.7;
}

/** The name in that file is known to mean something else. */
function explains(workspace: LinkedWorkspace, file: FileNode, name: string): boolean {
  if (file.skeleton.binding(name) !== undefined || file.skeleton.symbols.some((symbol) => symbol.name === name)) return true;
  const edges = workspace.edges(file);
  for (let row = 0; row < edges.count; row++) {
    const symbol = edges.symbol(row);
    if (symbol >= 0 && edges.confidence(row) >= 0.5 && edges.file(row).skeleton.symbols[symbol]!.name === name) return true;
  }
  return false;
}

function within(file: FileNode, from: number, symbol: number): boolean {
  for (let at = from; at >= 0; at = file.skeleton.symbols[at]!.container) if (at === symbol) return true;
  return false;
}

/** What package files name as entrances, and what those pass on. */
function entryFiles(workspace: LinkedWorkspace): Set<string> {
  const { modules } = workspace.context;
  const entries = new Set<string>();
  for (const one of modules.project.packages.values()) for (const file of modules.entryFiles(one)) entries.add(file.path);
  for (const entry of modules.project.pythonEntries) for (const path of workspace.table.paths.endingWith(`${entry.replaceAll('.', '/')}.py`)) entries.add(path);
  return entries;
}

/** A package's entrance passes the name on: others than this workspace may use it. */
function isPublic(workspace: LinkedWorkspace, file: FileNode, name: string, entries: ReadonlySet<string>): boolean {
  const wanted = workspace.table.mentioning([name]);
  const passing = [...entries].flatMap((path) => workspace.table.at(path) ?? []);
  return [...new Set([...passing, ...wanted.filter(({ path }) => /^(?:index|__init__|mod|lib)\./.test(baseName(path)))])].some((one) => workspace.context.exports.exported(one, name, 'any').some((target) => target.file === file));
}
