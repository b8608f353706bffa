import path from 'node:path';
import type { LiveConfig } from '@twinmcp/configuration';
import type { RpcClient } from '@twinmcp/messaging';
import { AdvisoryDatabase } from '@twinmcp/osv';
import { ensureDataDirectory, processEnvironment, resolveDataDirectory } from '@twinmcp/platform';
import { AdvisorySources } from './advisory-sources.ts';
import { AnalyzeDependencies } from './analyze-dependencies.usecase.ts';
import { CheckVulnerabilities } from './check-vulnerabilities.usecase.ts';

export const DEPENDENCY_USE_CASES = Symbol('DEPENDENCY_USE_CASES');

export interface DependencyUseCases {
  readonly analyze: AnalyzeDependencies;
  readonly check: CheckVulnerabilities;
  readonly sources: AdvisorySources;
}

/** Nothing is opened until it is asked for: most starts of the engine never look at a dependency. */
export function dependencyUseCases(rpc: RpcClient, config: LiveConfig): DependencyUseCases {
  const limits = () => ({ maxLockFileBytes: config.current.libraries.max_lock_file, maxManifests: config.current.libraries.max_manifests });
  const folder = path.join(ensureDataDirectory(resolveDataDirectory(config.current.data_dir, processEnvironment())), 'library-resolution');
  const sources = new AdvisorySources(new AdvisoryDatabase(path.join(folder, 'advisories.db')), () => ({ source: config.current.libraries.advisories.source, apiUrl: config.current.libraries.advisories.api_url }));
  return { analyze: new AnalyzeDependencies(rpc, limits), check: new CheckVulnerabilities(rpc, limits, sources), sources };
}
