import { parse } from 'smol-toml';
import type { LockedVersions, ManifestFile, ManifestProblem } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { normalName } from './parse-requirement.ts';

/** poetry.lock and uv.lock: `[[package]]` tables with name and version. */
export function parsePythonLock(file: ManifestFile): { lock: LockedVersions | null; problems: ManifestProblem[] } {
  const read = readText(file, (text) => parse(text) as unknown);
  if (!read.ok) return { lock: null, problems: [read.problem] };
  const packages = isRecord(read.value) && Array.isArray(read.value.package) ? read.value.package : [];
  const versions = new Map<string, Set<string>>();
  for (const entry of packages) {
    if (!isRecord(entry) || typeof entry.name !== 'string' || typeof entry.version !== 'string') continue;
    const name = normalName(entry.name);
    versions.set(name, (versions.get(name) ?? new Set()).add(entry.version));
  }
  return {
    // Several versions under different markers: which one applies depends on the interpreter, so none is named.
    lock: { versionOf: (name) => (versions.get(normalName(name))?.size === 1 ? [...versions.get(normalName(name))!][0]! : null) },
    problems: [],
  };
}
