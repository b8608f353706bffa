import type { ManifestFile } from '../manifest.ts';
import { parsePyproject } from '../python/parse-pyproject.ts';
import { parsePythonLock } from '../python/parse-python-lock.ts';
import { parseRequirementsTxt } from '../python/parse-requirements-txt.ts';
import { REQUIREMENTS } from '../well-known-files.ts';
import { manifestsGraph } from './manifests-graph.ts';
import type { ProjectManifest } from './package-graph.ts';
import { pythonLockGraph, requirementsGraph } from './python-lock-graph.ts';
import type { ScanContext } from './scan-context.ts';

const MAX_INCLUDE_DEPTH = 10;

export async function scanPython(files: ReadonlyMap<string, ManifestFile>, scan: ScanContext): Promise<void> {
  const pyproject = files.get('pyproject.toml');
  const locks = await scan.locks(pyproject ? ['uv.lock', 'poetry.lock'] : []);
  const lockFile = locks.get('uv.lock') ?? locks.get('poetry.lock');
  const { lock, problems } = lockFile ? parsePythonLock(lockFile) : { lock: null, problems: [] };
  scan.found.problems.push(...problems);
  if (pyproject) {
    const content = parsePyproject(pyproject);
    const manifest = scan.add('pypi', pyproject.path, content, lock, content);
    scan.addGraph(lockFile && lock ? pythonLockGraph(lockFile, [manifest]) : { graph: manifest.dependencies.length > 0 ? manifestsGraph('pypi', [manifest]) : null, problems: [] });
  }
  let queue = REQUIREMENTS.flatMap((path) => files.get(path) ?? []);
  const seen = new Set<string>(REQUIREMENTS);
  const read: ManifestFile[] = [];
  const manifests: ProjectManifest[] = [];
  for (let depth = 0; queue.length > 0 && depth < MAX_INCLUDE_DEPTH; depth++) {
    const includes: string[] = [];
    for (const file of queue) {
      const content = parseRequirementsTxt(file);
      manifests.push(scan.add('pypi', file.path, content, lock));
      read.push(file);
      includes.push(...content.includes.filter((path) => !seen.has(path) && seen.add(path)));
    }
    queue = [...(await scan.manifests(scan.capped(includes)))];
  }
  if (manifests.some(({ dependencies }) => dependencies.length > 0)) scan.addGraph(requirementsGraph(read, manifests));
}
