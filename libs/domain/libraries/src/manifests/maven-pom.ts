import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { DeclaredDependency, DependencyScope, ManifestContent, ManifestFile } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';

type Json = Readonly<Record<string, unknown>>;

export interface MavenPom extends ManifestContent {
  readonly name: string | null;
  readonly version: string | null;
  /** Folders of `modules`. */
  readonly modules: readonly string[];
  /** What children inherit. */
  readonly properties: ReadonlyMap<string, string>;
  readonly managed: ReadonlyMap<string, string>;
}

const SCOPES: Readonly<Record<string, DependencyScope>> = { compile: 'runtime', runtime: 'runtime', provided: 'peer', system: 'peer', test: 'development', import: 'development' };
/** Properties may refer to properties; a circle ends here. */
const MAX_DEPTH = 8;

/** pom.xml ("POM Reference") without asking a repository: properties, dependencyManagement and a parent of the same project count. Entities are not expanded. */
export function parseMavenPom(file: ManifestFile, parent?: MavenPom | null): MavenPom {
  const read = readText(file, (text) => {
    const valid = XMLValidator.validate(text);
    if (valid !== true) throw Object.assign(new Error(valid.err.msg), { line: valid.err.line });
    return new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false, trimValues: true, isArray: (name) => ['dependency', 'module', 'license'].includes(name) }).parse(text) as unknown;
  });
  if (!read.ok) return { dependencies: [], problems: [read.problem], name: null, version: null, modules: [], properties: new Map(), managed: new Map() };
  const project = record(record(read.value).project);
  const declaredParent = record(project.parent);
  const properties = new Map([...(parent?.properties ?? []), ...Object.entries(record(project.properties)).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))]);
  const groupId = text(project.groupId) ?? text(declaredParent.groupId);
  const version = text(project.version) ?? text(declaredParent.version);
  for (const prefix of ['project', 'pom']) {
    if (version) properties.set(`${prefix}.version`, version);
    if (groupId) properties.set(`${prefix}.groupId`, groupId);
    if (text(declaredParent.version)) properties.set(`${prefix}.parent.version`, text(declaredParent.version)!);
  }
  const fill = (value: string | null, depth = 0): string | null => (value === null || depth > MAX_DEPTH ? value : value.replace(/\$\{([^${}]{1,200})\}/g, (whole, name: string) => (properties.has(name) ? fill(properties.get(name)!, depth + 1)! : whole)));
  const list = (of: unknown) => (Array.isArray(record(of).dependency) ? (record(of).dependency as unknown[]).map(record) : []);
  const nameOf = (one: Json) => `${fill(text(one.groupId))}:${fill(text(one.artifactId))}`;
  const managed = new Map(parent?.managed ?? []);
  for (const one of list(record(project.dependencyManagement).dependencies)) {
    const wanted = fill(text(one.version));
    if (wanted) managed.set(nameOf(one), wanted);
  }
  const dependencies = list(project.dependencies).filter((one) => text(one.groupId) && text(one.artifactId)).map((one): DeclaredDependency => {
    const requirement = fill(text(one.version)) ?? managed.get(nameOf(one)) ?? null;
    const scope = text(one.optional) === 'true' ? 'optional' : (SCOPES[text(one.scope) ?? 'compile'] ?? 'runtime');
    // A bare version is what Maven takes unless something nearer asks for another; a range or an open property is none.
    return { name: nameOf(one), requirement, scope, ...(requirement !== null && /^[\w.+-]+$/.test(requirement) ? { version: requirement } : {}) };
  });
  const modules = record(project.modules).module;
  return { dependencies, problems: [], name: text(project.artifactId) ? `${fill(groupId)}:${fill(text(project.artifactId))}` : null, version: fill(version), modules: Array.isArray(modules) ? modules.filter((one) => typeof one === 'string') : [], properties, managed };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const record = (value: unknown): Json => (isRecord(value) ? value : {});
