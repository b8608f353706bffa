import type { DeclaredDependency, DependencyScope } from '../manifest.ts';

/** Longer lines are no requirements; patterns below are linear, this bounds the rest. */
const MAX_LENGTH = 4096;

/**
 * One dependency specification (PEP 508): `name[extra] >=1,<2 ; marker` or `name @ url`. Null when the text names no
 * package (a bare URL or path). Credentials in URLs are dropped.
 */
export function parseRequirement(text: string, scope: DependencyScope): DeclaredDependency | null {
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/s.exec(text.slice(0, MAX_LENGTH).trim());
  if (!match) return null;
  const [, name, rest] = match as unknown as [string, string, string];
  if (rest.startsWith('@')) return { name, requirement: withoutCredentials(rest.slice(1).split(/\s;/)[0]!.trim()), scope };
  const specifier = rest.split(';')[0]!.trim().replace(/^\((.*)\)$/s, '$1').trim();
  // Clause by clause: one expression for the whole list could be made to take exponential time.
  if (specifier !== '' && !specifier.split(',').every((clause) => /^(?:[<>=!~]=|===|[<>])\s*[\w.*+!-]+$/.test(clause.trim()))) return null;
  const pinned = /^={2,3}\s*([^*,\s]+)$/.exec(specifier);
  return { name, requirement: specifier === '' ? null : specifier, scope, ...(pinned ? { version: pinned[1]! } : {}) };
}

/** The normal form of a project name (PEP 503): `Flask_SQLAlchemy` and `flask-sqlalchemy` are one. */
export function normalName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^@/\s]*@/i, '$1');
}
