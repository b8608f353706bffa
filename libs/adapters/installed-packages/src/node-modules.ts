import path from 'node:path';
import { emptyRecord, NO_FACTS, type LibraryDependency, type LibraryRecord } from '@twinmcp/libraries';
import { inside, isLink, listFolder, readText, type Bounds } from './bounded-files.ts';
import type { FoundPackage, ScanProblem } from './model.ts';
import { folderFacts } from './readme-facts.ts';
import { strings, text, type Json } from './json-values.ts';

/** Packages at the top of a node_modules folder. Links into the folder itself (pnpm) are followed, those of a workspace's own packages are not. */
export async function* scanNodeModules(folder: string, bounds: Bounds, problems: ScanProblem[], only?: string): AsyncIterable<FoundPackage> {
  const home = await inside(folder, bounds.root);
  if (home === null) return;
  const own: Bounds = { ...bounds, root: home };
  for (const name of only === undefined ? await listFolder(home, own) : [only.split('/')[0]!]) {
    if (name.startsWith('.')) continue;
    const names = name.startsWith('@') ? only === undefined ? (await listFolder(path.join(home, name), own)).map((rest) => `${name}/${rest}`) : [only] : [name];
    for (const full of names) {
      const place = path.join(home, full);
      if ((await isLink(place)) && (await inside(place, home)) === null) continue;
      const found = await readPackage(place, full, own, problems);
      if (found) yield found;
    }
  }
}

async function readPackage(folder: string, name: string, bounds: Bounds, problems: ScanProblem[]): Promise<FoundPackage | null> {
  const manifestPath = path.join(folder, 'package.json');
  const content = await readText(manifestPath, bounds);
  if (content === null) return null;
  let manifest: Json;
  try {
    manifest = JSON.parse(content) as Json;
  } catch {
    problems.push({ path: manifestPath, message: 'is not valid JSON' });
    return null;
  }
  if (manifest === null || typeof manifest !== 'object' || Array.isArray(manifest)) return null;
  const version = text(manifest['version'], 256);
  if (version === null) return null;
  const files = await folderFacts(folder, bounds);
  const types = text(manifest['types']) ?? text(manifest['typings']);
  const test = text((manifest['scripts'] as Json)?.['test']);
  const record: LibraryRecord = {
    ...emptyRecord('npm', name, 'installed'),
    description: text(manifest['description'], 1_000) ?? '',
    keywords: strings(manifest['keywords'], 50),
    licence: text(manifest['license'], 200) ?? text((manifest['license'] as Json)?.['type'], 200),
    homepage: text(manifest['homepage'], 1_000),
    repository: text(manifest['repository'], 1_000) ?? text((manifest['repository'] as Json)?.['url'], 1_000),
    maintainers: people([manifest['author'], ...(Array.isArray(manifest['maintainers']) ? manifest['maintainers'] : []), ...(Array.isArray(manifest['contributors']) ? manifest['contributors'] : [])]),
    dependencies: dependenciesOf(manifest),
    text: files.text,
    facts: {
      ...NO_FACTS,
      readmeLength: files.readmeLength, readmeHasExample: files.readmeHasExample, hasChangelog: files.hasChangelog, hasCi: files.hasCi,
      hasTypes: types !== null || files.hasDeclarations || /"types"\s*:/.test(JSON.stringify(manifest['exports'] ?? '')) ? 'own' : null,
      // Tests are seldom published: that a script runs them is a sign, its absence is none.
      hasTests: test !== null && !test.includes('no test specified') ? true : null,
      hasHomepage: text(manifest['homepage']) !== null ? true : null,
    },
  };
  const development = manifest['devDependencies'];
  const uses = [...record.dependencies!.map((dependency) => dependency.name), ...(development !== null && typeof development === 'object' && !Array.isArray(development) ? Object.keys(development).slice(0, 500) : [])];
  return { record, version, uses, folder };
}

function dependenciesOf(manifest: Exclude<Json, null>): LibraryDependency[] {
  const kinds = [['dependencies', 'runtime'], ['optionalDependencies', 'optional'], ['peerDependencies', 'peer']] as const;
  return kinds.flatMap(([field, kind]) => {
    const listed = manifest[field];
    if (listed === null || typeof listed !== 'object' || Array.isArray(listed)) return [];
    return Object.entries(listed).slice(0, 500).map(([name, requirement]) => ({ name, requirement: text(requirement, 500), kind }));
  });
}

function people(values: readonly unknown[]): string[] {
  const names = values.map((person) => (typeof person === 'string' ? person.replace(/\s*[<(].*$/s, '') : text((person as Json)?.['name'], 200))).filter((name) => name !== null && name !== undefined && name !== '');
  return [...new Set(names as string[])].map((name) => name.slice(0, 200)).slice(0, 30);
}
