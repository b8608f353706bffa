import type { ManifestFile } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { folderOf } from '../npm/parse-package-lock.ts';
import { resolveInside } from '../python/parse-requirements-txt.ts';
import { provenance } from './lock-provenance.ts';
import { GraphBuilder, type PackageOrigin, type ParsedLock } from './package-graph.ts';

type Json = Readonly<Record<string, unknown>>;
const SECTIONS = [['dependencies', 'runtime'], ['optionalDependencies', 'optional'], ['devDependencies', 'development'], ['peerDependencies', 'peer']] as const;

/**
 * bun.lock ("Text-based lockfile"): JSON with trailing commas. `workspaces` are the project's own packages by folder; `packages` are
 * named by the way to them (`express/debug`: the one that express gets), each a list that begins with `name@version` and has
 * its dependencies in the first object of it.
 */
export function bunLockGraph(file: ManifestFile): ParsedLock {
  const read = readText(file, (text) => JSON.parse(plainJson(text)) as unknown);
  if (!read.ok) return { graph: null, problems: [read.problem] };
  if (!isRecord(read.value) || !isRecord(read.value.workspaces)) return { graph: null, problems: [{ path: file.path, message: 'is malformed: it has no workspaces' }] };
  const graph = new GraphBuilder('npm', file.path);
  const root = folderOf(file.path);
  const projects = new Map<string, [number, Json]>();
  for (const [path, raw] of Object.entries(read.value.workspaces)) {
    const folder = path === '' ? root : resolveInside(root, path);
    if (folder === null || !isRecord(raw)) continue;
    const index = graph.add(`workspace:${path}`, { name: text(raw.name) ?? (folder || '(this project)'), version: text(raw.version), origin: 'project', place: folder === '' ? 'package.json' : `${folder}/package.json` });
    projects.set(path, [index, raw]);
  }
  const entries: [string, number, Json][] = [];
  for (const [key, raw] of Object.entries(isRecord(read.value.packages) ? read.value.packages : {})) {
    const list = Array.isArray(raw) ? (raw as unknown[]) : [];
    const identity = text(list[0]);
    if (identity === null) continue;
    const at = identity.indexOf('@', 1);
    const [name, reference] = at < 0 ? [identity, ''] : [identity.slice(0, at), identity.slice(at + 1)];
    const workspace = /^workspace:(.*)$/.exec(reference)?.[1];
    if (workspace !== undefined) {
      const known = projects.get(workspace);
      if (known) graph.alias(key, known[0]);
      continue;
    }
    const about = list.find(isRecord) ?? {};
    const origin = originOf(reference);
    const index = graph.add(key, {
      name, origin, version: origin === 'registry' ? reference || null : null,
      ...((about.bin !== undefined || about.binDir !== undefined) && { hasBin: true }),
      // Of a package of the usual registry the address is left empty.
      ...(origin === 'registry' && provenance(list[1], [list[3]])),
    });
    entries.push([key, index, about]);
  }
  for (const [key, from, about] of [...[...projects.values()].map(([index, raw]): [string, number, Json] => ['', index, raw]), ...entries]) {
    const optionalPeers = new Set(Array.isArray(about.optionalPeers) ? about.optionalPeers : []);
    // A member may have a copy of its own, which lies below its name.
    const base = key === '' && graph.package(from)!.place !== (root === '' ? 'package.json' : `${root}/package.json`) ? graph.package(from)!.name : key;
    for (const [section, scope] of SECTIONS) {
      for (const [name, requirement] of Object.entries(isRecord(about[section]) ? about[section] : {})) {
        const optional = scope === 'optional' || (scope === 'peer' && optionalPeers.has(name));
        graph.link({ from, to: lookUp(graph, base, name), name, requirement: text(requirement), scope, ...(optional && { optional: true }) });
      }
    }
  }
  return { graph: graph.build(), problems: [] };
}

/** The nearest one on the way up. */
function lookUp(graph: GraphBuilder, key: string, name: string): number {
  const steps = key === '' ? [] : [...key.matchAll(/@[^/]+\/[^/]+|[^/]+/g)].map(([step]) => step);
  for (let depth = steps.length; depth >= 0; depth--) {
    const found = graph.find([...steps.slice(0, depth), name].join('/'));
    if (found !== undefined) return found;
  }
  return -1;
}

function originOf(reference: string): PackageOrigin {
  if (/^(?:git[+:]|github:|gitlab:|bitbucket:|ssh:)/.test(reference)) return 'git';
  if (/^https?:/.test(reference)) return 'url';
  return /^(?:file|link|root):|^\.{0,2}\//.test(reference) || reference.endsWith('.tgz') ? 'file' : 'registry';
}

/** Without trailing commas and comments; every line keeps its number. */
function plainJson(source: string): string {
  return source.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])|\/\/[^\n]*|\/\*[^]*?\*\//g, (found, quoted: string | undefined) => quoted ?? found.replace(/[^\n]/g, ' '));
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
