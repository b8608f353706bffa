import type { ManifestReader } from './manifest.ts';
import { ScanContext, type ProjectScan, type ScanLimits } from './manifests/scan-context.ts';
import { scanNpm } from './manifests/scan-npm.ts';
import { scanCargo, scanGo, scanGradle, scanMaven } from './manifests/scan-others.ts';
import { scanPython } from './manifests/scan-python.ts';
import { REQUIREMENTS, ROOT_MANIFESTS } from './well-known-files.ts';

/** Manifests and lock files of a workspace: what it asks for, and the graph of what it gets. What cannot be read is a problem, never a failure. */
export class ScanProject {
  readonly #reader: ManifestReader;
  readonly #limits: ScanLimits;

  constructor(reader: ManifestReader, limits: ScanLimits) {
    this.#reader = reader;
    this.#limits = limits;
  }

  async execute(): Promise<ProjectScan> {
    const scan = new ScanContext(this.#reader, this.#limits);
    const files = new Map((await scan.manifests([...ROOT_MANIFESTS, ...REQUIREMENTS])).map((file) => [file.path, file]));
    const [npm, cargo, maven] = ['package.json', 'Cargo.toml', 'pom.xml'].map((path) => files.get(path));
    if (npm) await scanNpm(npm, scan);
    await scanPython(files, scan);
    await scanGo(files, scan);
    if (cargo) await scanCargo(cargo, scan);
    if (maven) await scanMaven(maven, scan);
    if (files.has('build.gradle') || files.has('build.gradle.kts') || files.has('settings.gradle') || files.has('settings.gradle.kts')) await scanGradle(files, scan);
    return scan.found;
  }
}
