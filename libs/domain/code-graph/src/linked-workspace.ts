import { FileTable, type FileNode } from './files/file-table.ts';
import type { GraphSource, ProjectFileReader } from './graph-source.ts';
import { ModuleResolver } from './modules/module-resolver.ts';
import { parseProject, projectFilePaths, type ProjectModel } from './modules/project-model.ts';
import type { FileEdges } from './names/file-edges.ts';
import { LinkContext } from './names/link-context.ts';
import { ReferenceResolver } from './names/reference-resolver.ts';
import { readShapes, type FileShapes } from './findings/file-shapes.ts';
import { affectedFiles } from './whole/affected-files.ts';

/** Rows kept while only single questions were asked. */
const MAX_CACHED_ROWS = 400_000;

/** Lets others run; fails when nobody waits for the answer any more. */
export type Pause = () => Promise<void>;

/** Files, names and edges of a workspace, linked as far as questions needed it. */
export class LinkedWorkspace {
  readonly #source: GraphSource;
  readonly #projectFiles: ProjectFileReader;
  readonly table: FileTable;
  readonly #edges = new Map<FileNode, FileEdges>();
  readonly #shapes = new Map<FileNode, FileShapes>();
  #context: LinkContext;
  #resolver: ReferenceResolver;
  #project: ProjectModel = parseProject(new Map());
  #projectKey: string | null = null;
  #version: string | null = null;
  #rows = 0;
  #whole = false;
  #keepAll = false;
  #refreshing: Promise<void> = Promise.resolve();
  /** Goes up with every change: what was derived from all edges is then old. */
  revision = 0;

  constructor(source: GraphSource, projectFiles: ProjectFileReader) {
    this.#source = source;
    this.#projectFiles = projectFiles;
    this.table = new FileTable(source);
    this.#context = new LinkContext(this.table, new ModuleResolver(this.table, this.#project));
    this.#resolver = new ReferenceResolver(this.#context);
  }

  get context(): LinkContext {
    return this.#context;
  }

  get resolver(): ReferenceResolver {
    return this.#resolver;
  }

  /** Takes over what was published since. Questions call it first. */
  refresh(): Promise<void> {
    const next = this.#refreshing.then(() => this.#refresh());
    this.#refreshing = next.catch(() => {});
    return next;
  }

  async #refresh(): Promise<void> {
    const version = this.#source.version();
    if (version === this.#version) return;
    const listed = this.#source.files();
    const wanted = projectFilePaths(listed.map(({ path }) => path));
    const hashes = new Map(listed.map(({ path, hash }) => [path, hash]));
    const key = wanted.map((path) => `${path}\0${hashes.get(path)!}`).join('\n');
    const project = key === this.#projectKey ? this.#project : parseProject(await this.#projectFiles.read(wanted));
    // From here on without a break: nobody sees new files with old names.
    const before = this.#context;
    const { added, removed } = this.table.refresh();
    if (added.length > 0 || removed.length > 0 || project !== this.#project) {
      const sameProject = project === this.#project;
      this.#project = project;
      this.#projectKey = key;
      const samePaths = sameProject && added.length === removed.length && added.every(({ path }, i) => removed[i]?.path === path);
      this.#context = new LinkContext(this.table, samePaths ? before.modules.withNodesOf(this.table) : new ModuleResolver(this.table, project));
      this.#resolver = new ReferenceResolver(this.#context);
      const affected = this.#edges.size === 0 ? [] : affectedFiles({ before, after: this.#context, added, removed, samePaths, edges: this.#edges });
      for (const file of [...removed, ...affected]) this.#drop(file);
      this.#rebind(new Set(removed));
      this.#whole = false;
      this.revision++;
    }
    this.#version = version;
  }

  /** At least the edges to symbols of these names: all of them when they are known already. */
  edgesNaming(file: FileNode, names: ReadonlySet<string>): FileEdges {
    return this.#edges.get(file) ?? this.#resolver.edges(file, names);
  }

  edges(file: FileNode): FileEdges {
    let edges = this.#edges.get(file);
    if (edges === undefined) {
      edges = this.#resolver.edges(file);
      this.#rows += edges.count;
      if (!this.#keepAll) for (const old of this.#edges.keys()) {
        if (this.#rows <= MAX_CACHED_ROWS) break;
        this.#drop(old);
      }
    } else if (!this.#keepAll) this.#edges.delete(file);
    this.#edges.set(file, edges);
    return edges;
  }

  shapes(file: FileNode): FileShapes {
    let shapes = this.#shapes.get(file);
    if (shapes === undefined) {
      shapes = readShapes(file.links().shapes);
      if (this.#keepAll) this.#shapes.set(file, shapes);
    }
    return shapes;
  }

  /** Links every file. What was done stays when it is cut off, and the next one goes on from there. */
  async linkAll(pause: Pause): Promise<void> {
    this.#keepAll = true;
    for (let revision = -1; revision !== this.revision; ) {
      if (this.#whole) return;
      revision = this.revision;
      for (const file of this.table.all) {
        void file.skeleton;
        await pause();
        if (revision !== this.revision) break;
      }
      if (revision !== this.revision) continue;
      this.table.indexDefinitions();
      for (const file of this.table.all) {
        if (this.#edges.has(file)) continue;
        this.edges(file);
        await pause();
        if (revision !== this.revision) break;
      }
    }
    this.#whole = true;
  }

  /** What still leads into a file whose content changed leads to its newer node. */
  #rebind(removed: ReadonlySet<FileNode>): void {
    for (const [file, edges] of this.#edges) {
      if (edges.targets.some((target) => removed.has(target))) this.#edges.set(file, edges.withTargets(edges.targets.map((target) => this.table.at(target.path) ?? target)));
    }
  }

  #drop(file: FileNode): void {
    this.#rows -= this.#edges.get(file)?.count ?? 0;
    this.#edges.delete(file);
    this.#shapes.delete(file);
  }
}
