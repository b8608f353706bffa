import type { DeclaredDependency, DependencyScope, ManifestContent, ManifestFile, ManifestProblem } from '../manifest.ts';
import { folderOf } from '../npm/parse-package-lock.ts';
import { readText } from '../read-text.ts';
import { parseRequirement } from './parse-requirement.ts';

export interface RequirementsTxt extends ManifestContent {
  /** Files named with `-r`, relative to the workspace. Those outside of it are a problem. */
  readonly includes: readonly string[];
}

/** The format of pip's requirements files: options, comments and continued lines included. */
export function parseRequirementsTxt(file: ManifestFile): RequirementsTxt {
  const read = readText(file, (text) => text.replace(/\r\n?/g, '\n').replace(/\\\n/g, ' ').split('\n'));
  if (!read.ok) return { dependencies: [], problems: [read.problem], includes: [] };
  const scope = scopeOf(file.path);
  const dependencies: DeclaredDependency[] = [];
  const problems: ManifestProblem[] = [];
  const includes: string[] = [];
  for (const [index, raw] of read.value.entries()) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    if (line === '') continue;
    const include = /^(?:-r|--requirement)(?:\s+|=)(\S+)$/.exec(line);
    if (include) {
      const target = resolveInside(folderOf(file.path), include[1]!);
      if (target) includes.push(target);
      else problems.push({ path: file.path, message: `line ${index + 1} includes a file outside the workspace` });
      continue;
    }
    if (line.startsWith('-')) continue; // -e ., --index-url …: no named package
    const named = /#egg=([A-Za-z0-9._-]+)/.exec(raw);
    // pip takes `--hash` and `--config-settings` after the specification.
    const dependency = named ? { name: named[1]!, requirement: null, scope } : parseRequirement(line.replace(/\s--\S.*$/, ''), scope);
    if (dependency) dependencies.push(dependency);
    else if (!/^(\.{0,2}\/|[a-z+]+:|\.)|\.(whl|zip|tar\.gz)$/i.test(line)) problems.push({ path: file.path, message: `line ${index + 1} is not a requirement` });
  }
  return { dependencies, problems, includes };
}

/** By the name that projects give such files. */
function scopeOf(path: string): DependencyScope {
  return /(^|[/_.-])(dev|develop|development|test|tests|testing|lint|docs|doc|typing|ci|style|build)[^/]*\.txt$/i.test(path) ? 'development' : 'runtime';
}

export function resolveInside(folder: string, target: string): string | null {
  if (target.startsWith('/') || /^[a-z]+:/i.test(target)) return null;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length > 0 ? parts.join('/') : null;
}
