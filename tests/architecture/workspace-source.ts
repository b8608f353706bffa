import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Layer = 'kernel' | 'contracts' | 'domain' | 'adapters' | 'platform' | 'testing' | 'apps';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Modules as written, `import type` and dynamic imports included. */
  readonly imports: readonly string[];
  /** Those that are still there at run time. */
  readonly valueImports: readonly string[];
  readonly test: boolean;
}

export interface WorkspacePackage {
  readonly name: string;
  readonly folder: string;
  readonly layer: Layer;
  /** Peers included: what only some installations have is declared as an optional peer. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly files: readonly SourceFile[];
}

/** Every package of the workspace with its source, read anew: the rules are derived from what is there, not from a list. */
export function readPackages(): WorkspacePackage[] {
  const { workspaces } = readJson('package.json') as { workspaces: string[] };
  return workspaces
    .flatMap((pattern) => (pattern.endsWith('/*') ? globSync(pattern) : [pattern]))
    .filter((folder) => existsSync(path.join(folder, 'package.json')))
    .sort()
    .map((folder) => {
      const manifest = readJson(path.join(folder, 'package.json')) as { name: string; dependencies?: object; peerDependencies?: object; devDependencies?: object };
      return { name: manifest.name, folder, layer: layerOf(folder), dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), devDependencies: Object.keys(manifest.devDependencies ?? {}), files: readSources(`${folder}/src/**/*.ts`) };
    });
}

export function readSources(pattern: string): SourceFile[] {
  return globSync(pattern, { exclude: (name) => name === 'node_modules' || name === 'dist' })
    .sort()
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      const found = importsOf(text);
      return { path: file, text, imports: found.map(({ module }) => module), valueImports: found.filter(({ type }) => !type).map(({ module }) => module), test: /\.(test|bench)\.ts$/.test(file) || /(^|\/)test-support\//.test(file) };
    });
}

/** `@twinmcp/kernel/x` → `@twinmcp/kernel`; null for relative paths and Node's own modules. */
export function packageOf(module: string): string | null {
  if (module.startsWith('.') || module.startsWith('node:') || module.startsWith('file:')) return null;
  const parts = module.split('/');
  return module.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
}

export function importsOf(text: string): { module: string; type: boolean }[] {
  const code = withoutComments(text);
  const found: { module: string; type: boolean }[] = [];
  for (const match of code.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[\w*{][^'"`;()]*?\sfrom\s+|(?<=import\s+))'([^']+)'/gm)) found.push({ module: match[2]!, type: match[1] !== undefined });
  for (const match of code.matchAll(/\b(?:import|import\.meta\.resolve|require|require\.resolve|resolve)\(\s*'([^']+)'\s*[,)]/g)) if (/^[@a-z.]/.test(match[1]!)) found.push({ module: match[1]!, type: false });
  return found;
}

export function withoutComments(text: string): string {
  return text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
}

function layerOf(folder: string): Layer {
  const [top, second] = folder.split('/');
  return (top === 'apps' ? 'apps' : second) as Layer;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
