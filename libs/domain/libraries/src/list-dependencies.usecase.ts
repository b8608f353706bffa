import type { Dependency, ManifestProblem, ManifestReader } from './manifest.ts';
import type { ScanLimits } from './manifests/scan-context.ts';
import { ScanProject } from './scan-project.usecase.ts';

export type ListDependenciesLimits = ScanLimits;

/** Direct dependencies of a workspace with the versions its lock files pin. What cannot be read is a problem, never a failure. */
export class ListDependencies {
  readonly #scan: ScanProject;

  constructor(reader: ManifestReader, limits: ListDependenciesLimits) {
    this.#scan = new ScanProject(reader, limits);
  }

  async execute(): Promise<{ dependencies: Dependency[]; problems: ManifestProblem[] }> {
    const { dependencies, problems } = await this.#scan.execute();
    return { dependencies, problems };
  }
}
