import type { ImportLink } from '@twinmcp/syntax';
import type { FileNode, FileTable } from '../files/file-table.ts';
import { dotted } from '../files/skeleton.ts';
import { EcmaScriptModules } from './ecmascript-modules.ts';
import { PathModules, goFolder } from './path-modules.ts';
import { parseProject, type NodePackage, type ProjectModel } from './project-model.ts';
import { PythonModules } from './python-modules.ts';
import { RustModules } from './rust-modules.ts';

/** Where an import leads. */
export type ModuleTarget =
  /** Files that together are the module (a Go package has many); `member` = names to follow inside it. */
  | { readonly kind: 'files'; readonly files: readonly FileNode[]; readonly member: readonly string[] }
  /** A namespace: its names are found by their qualified name, wherever they stand. */
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'external' }
  | { readonly kind: 'unresolved' };

const EXTERNAL: ModuleTarget = { kind: 'external' };
const UNRESOLVED: ModuleTarget = { kind: 'unresolved' };

/** Imports to files, by the rules of each language. */
export class ModuleResolver {
  readonly #table: FileTable;
  readonly #project: ProjectModel;
  readonly #ecmascript: EcmaScriptModules;
  readonly #python: PythonModules;
  readonly #rust: RustModules;
  readonly #byPath: PathModules;
  readonly #cache = new Map<string, ModuleTarget>();

  constructor(table: FileTable, project: ProjectModel = parseProject(new Map())) {
    this.#table = table;
    this.#project = project;
    this.#ecmascript = new EcmaScriptModules(table.paths, project);
    this.#python = new PythonModules(table.paths, project);
    this.#rust = new RustModules(table.paths, project);
    this.#byPath = new PathModules(table.paths);
  }

  /** For a table with the same paths and newer nodes. */
  withNodesOf(table: FileTable): ModuleResolver {
    const next = new ModuleResolver(table, this.#project);
    for (const [key, target] of this.#cache) {
      const current = target.kind !== 'files' || target.files.every((file) => table.at(file.path) === file) ? target : { ...target, files: target.files.flatMap((file) => table.at(file.path) ?? []) };
      next.#cache.set(key, current);
    }
    return next;
  }

  get project(): ProjectModel {
    return this.#project;
  }

  resolve(from: FileNode, link: Pick<ImportLink, 'module' | 'kind'>): ModuleTarget {
    // All files of a folder and language see the same module under the same name, save Rust's, whose folder depends on the file.
    const key = `${from.family === 'rust' ? from.path : from.directory}\0${from.family === 'ecmascript' ? from.language : from.family}\0${link.kind}\0${link.module}`;
    let target = this.#cache.get(key);
    if (target === undefined) this.#cache.set(key, (target = this.#resolve(from, link)));
    return target;
  }

  submodule(packagePath: string, name: string): FileNode | null {
    return this.#node(this.#python.submodule(packagePath, name));
  }

  /** A path written in the code, `crate::a::b`, as a module with names inside. */
  rustPath(from: FileNode, path: string): ModuleTarget {
    return this.resolve(from, { module: path, kind: 'import' });
  }

  entryFiles(one: NodePackage): FileNode[] {
    return this.#ecmascript.entryFiles(one).flatMap((path) => this.#table.at(path) ?? []);
  }

  #resolve(from: FileNode, { module, kind }: Pick<ImportLink, 'module' | 'kind'>): ModuleTarget {
    switch (from.family) {
      case 'ecmascript': {
        const found = this.#ecmascript.resolve(from.path, module);
        return found === 'external' || found === 'unresolved' ? { kind: found } : this.#one(found);
      }
      case 'python': {
        const found = this.#python.resolve(from.path, module);
        if (found === 'external' || found === 'unresolved') return { kind: found };
        return found.endsWith('/') ? { kind: 'files', files: [], member: [found] } : this.#one(found);
      }
      case 'rust': {
        const found = this.#rust.resolve(from.path, module);
        if (found === 'external' || found === 'unresolved') return { kind: found };
        const node = this.#table.at(found.path);
        return node ? { kind: 'files', files: [node], member: found.rest } : UNRESOLVED;
      }
      case 'go': {
        const folder = goFolder(this.#project, this.#table.paths, from.path, module);
        if (folder === null) return EXTERNAL;
        const files = this.#table.paths.inFolder(folder).flatMap((path) => this.#table.at(path) ?? []).filter((file) => file.family === 'go' && !file.path.endsWith('_test.go'));
        return files.length === 0 ? UNRESOLVED : { kind: 'files', files, member: [] };
      }
      case 'c': return this.#found(this.#byPath.include(from.path, module), true);
      case 'jvm':
      case 'csharp': return { kind: 'namespace', name: dotted(module).replace(/\.[*_]$/, '') };
      case 'php': return kind === 'import' ? { kind: 'namespace', name: dotted(module) } : this.#found(this.#byPath.relative(from.path, module.replace(/^\//, './')), module.startsWith('.'));
      case 'ruby': return this.#found(this.#byPath.ruby(from.path, module, kind === 'include' || module.startsWith('.')), !module.startsWith('.'));
      case 'lua': return this.#found(this.#byPath.lua(from.path, module), true);
      case 'shell': return this.#found(this.#byPath.relative(from.path, module), false);
      case 'css': return /^(?:https?:)?\/\//.test(module) ? EXTERNAL : this.#found(this.#byPath.relative(from.path, module, ['.css', '.scss', '.sass', '.less']), !module.startsWith('.'));
      case 'protobuf': return this.#found(this.#byPath.relative(from.path, module) ?? this.#table.paths.endingWith(module, from.directory)[0] ?? null, true);
      default: return /^(?:[a-z]+:)?\/\/|^[a-z]+:/.test(module) ? EXTERNAL : this.#found(this.#byPath.relative(from.path, module), !module.startsWith('.'));
    }
  }

  #one(path: string): ModuleTarget {
    const node = this.#node(path);
    return node ? { kind: 'files', files: [node], member: [] } : UNRESOLVED;
  }

  #found(path: string | null, externalWhenMissing: boolean): ModuleTarget {
    if (path === null) return externalWhenMissing ? EXTERNAL : UNRESOLVED;
    return this.#one(path);
  }

  #node(path: string | null): FileNode | null {
    return path === null ? null : (this.#table.at(path) ?? null);
  }
}
