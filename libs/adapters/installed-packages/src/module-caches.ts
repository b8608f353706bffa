import path from 'node:path';
import { emptyRecord, NO_FACTS, parseGoMod, type LibraryRecord } from '@twinmcp/libraries';
import { parse } from 'smol-toml';
import { listFolder, readText, type Bounds } from './bounded-files.ts';
import { strings, text, type Json } from './json-values.ts';
import type { FoundPackage } from './model.ts';
import { folderFacts } from './readme-facts.ts';

/** In the module cache capital letters are written as `!` and the small one, since some disks do not tell them apart. */
export function escapeGoPath(module: string): string {
  return module.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

/** The modules that a go.mod asks for, where the cache of this machine has them. */
export async function* scanGoModules(root: string, cache: string, project: Bounds, bounds: Bounds): AsyncIterable<FoundPackage> {
  const content = await readText(path.join(root, 'go.mod'), project);
  if (content === null) return;
  for (const { name, version } of parseGoMod({ path: 'go.mod', text: content }).dependencies) {
    if (!version || !plainPath(name) || !plainPath(version)) continue;
    const folder = path.join(cache, `${escapeGoPath(name)}@${escapeGoPath(version)}`);
    const files = await folderFacts(folder, bounds);
    if ((await listFolder(folder, bounds)).length === 0) continue;
    const { text: readme, readmeLength, readmeHasExample, hasChangelog, hasCi } = files;
    const record: LibraryRecord = {
      ...emptyRecord('go', name, 'installed'),
      description: firstSentence(readme), text: readme, repository: /^(github\.com|gitlab\.com|bitbucket\.org)\//.test(name) ? `https://${name.split('/').slice(0, 3).join('/')}` : null,
      // Go has its types in the source, and tests beside it are part of a module.
      facts: { ...NO_FACTS, readmeLength, readmeHasExample, hasChangelog, hasCi, hasTypes: 'own', hasTests: (await listFolder(folder, bounds)).some((file) => file.endsWith('_test.go')) ? true : null },
    };
    yield { record, version, uses: [], folder };
  }
}

/** The crates that a Cargo.lock names, where the registry of this machine has their sources. */
export async function* scanCargoRegistry(root: string, cargoHome: string, project: Bounds, bounds: Bounds): AsyncIterable<FoundPackage> {
  const lock = await readText(path.join(root, 'Cargo.lock'), project);
  if (lock === null) return;
  const sources = path.join(cargoHome, 'registry', 'src');
  const registries = await listFolder(sources, bounds);
  for (const { name, version } of cratesOf(lock)) {
    for (const registry of registries) {
      const folder = path.join(sources, registry, `${name}-${version}`);
      const manifest = await readText(path.join(folder, 'Cargo.toml'), bounds);
      if (manifest === null) continue;
      yield { record: await crateRecord(name, manifest, folder, bounds), version, uses: [], folder };
      break;
    }
  }
}

function cratesOf(lock: string): { name: string; version: string }[] {
  try {
    const packages = (parse(lock) as Record<string, unknown>)['package'];
    return (Array.isArray(packages) ? packages : []).flatMap((item: Json) => {
      const [name, version] = [text(item?.['name'], 100), text(item?.['version'], 100)];
      return name !== null && version !== null && plainPath(name) && plainPath(version) ? [{ name, version }] : [];
    });
  } catch {
    return []; // the scan of the project reports a lock file that cannot be read
  }
}

async function crateRecord(name: string, manifest: string, folder: string, bounds: Bounds): Promise<LibraryRecord> {
  const { text: readme, readmeLength, readmeHasExample, hasChangelog, hasCi } = await folderFacts(folder, bounds);
  let about: Json = null;
  try {
    about = (parse(manifest) as Record<string, unknown>)['package'] as Json;
  } catch {
    about = null;
  }
  const hasTests = (await listFolder(folder, bounds)).includes('tests') ? true : null;
  return {
    ...emptyRecord('cargo', name, 'installed'),
    description: text(about?.['description'], 1_000) ?? '', keywords: strings(about?.['keywords'], 20), licence: text(about?.['license'], 200),
    homepage: text(about?.['homepage'], 1_000), repository: text(about?.['repository'], 1_000), maintainers: strings(about?.['authors'], 30),
    text: readme, facts: { ...NO_FACTS, readmeLength, readmeHasExample, hasChangelog, hasCi, hasTypes: 'own', hasTests },
  };
}

/** Names come from files of a project: no part of them may lead elsewhere. */
function plainPath(name: string): boolean {
  return !path.isAbsolute(name) && !name.includes('\\') && !name.includes('\0') && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function firstSentence(readme: string): string {
  const line = readme.split('\n').map((part) => part.replace(/^[#=\s-]+/, '').trim()).find((part) => part.length > 30) ?? '';
  return line.slice(0, 300);
}
