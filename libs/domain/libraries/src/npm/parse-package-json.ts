import type { DeclaredDependency, ManifestContent, ManifestFile, ManifestProblem } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';

export interface PackageJson extends ManifestContent {
  /** Patterns of the workspace members, as written. */
  readonly workspaces: readonly string[];
  readonly name: string | null;
  readonly version: string | null;
  readonly licence: string | null;
  /** Text of the scripts: what they run is used, though nothing imports it. */
  readonly scripts: string;
}

// In npm's own order of precedence: a name in optionalDependencies is not a runtime dependency even when listed there too.
const SECTIONS = [
  ['optionalDependencies', 'optional'],
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['peerDependencies', 'peer'],
] as const;

export function parsePackageJson(file: ManifestFile): PackageJson {
  const read = readText(file, (text) => JSON.parse(text) as unknown);
  const nothing = { dependencies: [], workspaces: [], name: null, version: null, licence: null, scripts: '' };
  if (!read.ok) return { ...nothing, problems: [read.problem] };
  if (!isRecord(read.value)) return { ...nothing, problems: [{ path: file.path, message: 'is malformed: it is not an object' }] };
  const dependencies: DeclaredDependency[] = [];
  const problems: ManifestProblem[] = [];
  const optional = new Set<string>();
  for (const [section, scope] of SECTIONS) {
    const entries = read.value[section];
    if (entries === undefined) continue;
    if (!isRecord(entries)) {
      problems.push({ path: file.path, message: `${section} is not an object` });
      continue;
    }
    for (const [name, requirement] of Object.entries(entries)) {
      if (scope === 'optional') optional.add(name);
      if (scope === 'runtime' && optional.has(name)) continue;
      if (typeof requirement === 'string') dependencies.push({ name, requirement, scope });
      else problems.push({ path: file.path, message: `${section}: the version of ${name} is not a text` });
    }
  }
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const scripts = isRecord(read.value.scripts) ? Object.values(read.value.scripts).filter((one) => typeof one === 'string').join('\n') : '';
  return { dependencies, problems, workspaces: workspacesOf(read.value.workspaces), name: text(read.value.name), version: text(read.value.version), licence: text(read.value.license), scripts };
}

/** A list, or `{ packages: […] }` as Yarn writes it. */
function workspacesOf(value: unknown): string[] {
  const list = isRecord(value) ? value.packages : value;
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
