import { parse } from 'smol-toml';
import type { DeclaredDependency, DependencyScope, ManifestContent, ManifestFile, ManifestProblem } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { parseRequirement } from './parse-requirement.ts';

/** Standard tables ([project], PEP 621; [dependency-groups], PEP 735) and Poetry's own. */
export function parsePyproject(file: ManifestFile): ManifestContent & { readonly name: string | null; readonly version: string | null; readonly licence: string | null } {
  const read = readText(file, (text) => parse(text) as unknown);
  if (!read.ok) return { dependencies: [], problems: [read.problem], name: null, version: null, licence: null };
  const dependencies: DeclaredDependency[] = [];
  const problems: ManifestProblem[] = [];
  const list = (value: unknown, scope: DependencyScope, where: string) => {
    if (value === undefined) return;
    if (!Array.isArray(value)) return void problems.push({ path: file.path, message: `${where} is not a list` });
    for (const item of value) {
      if (isRecord(item)) continue; // { include-group = "…" }
      const dependency = typeof item === 'string' ? parseRequirement(item, scope) : null;
      if (dependency) dependencies.push(dependency);
      else problems.push({ path: file.path, message: `${where} has an entry that is not a requirement` });
    }
  };
  const poetry = (value: unknown, scope: DependencyScope) => {
    for (const [name, wanted] of Object.entries(isRecord(value) ? value : {})) {
      if (name.toLowerCase() === 'python') continue;
      const version = typeof wanted === 'string' ? wanted : isRecord(wanted) && typeof wanted.version === 'string' ? wanted.version : null;
      dependencies.push({ name, requirement: version, scope: isRecord(wanted) && wanted.optional === true ? 'optional' : scope });
    }
  };
  const project = table(read.value, 'project');
  list(project.dependencies, 'runtime', 'project.dependencies');
  for (const [extra, wanted] of Object.entries(table(project, 'optional-dependencies'))) list(wanted, 'optional', `project.optional-dependencies.${extra}`);
  for (const [group, wanted] of Object.entries(table(read.value, 'dependency-groups'))) list(wanted, 'development', `dependency-groups.${group}`);
  const tool = table(table(read.value, 'tool'), 'poetry');
  poetry(tool.dependencies, 'runtime');
  poetry(tool['dev-dependencies'], 'development');
  for (const group of Object.values(table(tool, 'group'))) poetry(table(group, 'dependencies'), 'development');
  const text = (...values: unknown[]) => values.find((value) => typeof value === 'string' && value !== '') as string | undefined ?? null;
  return { dependencies, problems, name: text(project.name, tool.name), version: text(project.version, tool.version), licence: text(project.license, tool.license, table(project, 'license').text) };
}

function table(value: unknown, name: string): Readonly<Record<string, unknown>> {
  return isRecord(value) && isRecord(value[name]) ? value[name] : {};
}
