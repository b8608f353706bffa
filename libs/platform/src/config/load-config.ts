import path from 'node:path';
import { ConfigError, configSchema, describeIssues, environmentLayer, mergeLayers, valueAt, type ConfigProblem, type ConfigTree, type Environment, type SchemaProblem, type TwinMcpConfig } from '@twinmcp/configuration';
import { defaultConfigFiles, readConfigFile } from './config-file.ts';
import { expandHome, resolveDataDirectory } from './data-directory.ts';
import { processEnvironment } from './process-environment.ts';

export interface ConfigSources {
  /** YAML files, later ones win. Left out: `$TWINMCP_CONFIG`, else the user's own file when there is one. */
  readonly files?: readonly string[];
  /** Default: the environment of this process. Wins over files. */
  readonly env?: Environment;
  /** From the command line, e.g. `{ data_dir: '/srv/twinmcp' }`. Wins over everything. */
  readonly overrides?: ConfigTree;
}

export interface ResolvedConfig {
  /** Null when there is any problem. `data_dir` is absolute. */
  readonly config: TwinMcpConfig | null;
  readonly problems: readonly ConfigProblem[];
  /** Absolute paths of the files to watch, whether they exist or not. */
  readonly files: readonly string[];
}

interface Layer {
  readonly source: string;
  readonly tree: ConfigTree;
  readonly place: (at: readonly (string | number)[]) => { line: number | null; key?: string };
}

/** Reads and checks everything, and says everything that is wrong at once. Creates nothing. */
export function resolveConfig(sources: ConfigSources = {}): ResolvedConfig {
  const env = sources.env ?? processEnvironment();
  const files = (sources.files?.map((file) => ({ file: path.resolve(expandHome(file, env)), optional: false })) ?? defaultConfigFiles(env)).map(({ file, optional }) => readConfigFile(file, optional));
  const environment = environmentLayer(env);
  const layers: Layer[] = [
    ...files.map((file) => ({ source: file.source, tree: file.tree, place: (at: readonly (string | number)[]) => ({ line: file.lineOf(at) }) })),
    { source: 'environment', tree: environment.values, place: (at) => ({ line: null, key: [...environment.origins].find(([key]) => at.join('.').startsWith(key) || key.startsWith(at.join('.')))?.[1] }) },
    { source: 'command line', tree: sources.overrides ?? {}, place: () => ({ line: null }) },
  ];
  const parsed = configSchema.safeParse(mergeLayers(...layers.map((layer) => layer.tree)));
  const problems = [...files.flatMap((file) => file.problems), ...environment.problems, ...(parsed.success ? [] : describeIssues(parsed.error).map((problem) => locate(problem, layers)))];
  const paths = files.map((file) => file.source);
  if (!parsed.success || problems.length > 0) return { config: null, problems, files: paths };
  return { config: { ...parsed.data, data_dir: resolveDataDirectory(parsed.data.data_dir, env) }, problems, files: paths };
}

/** The configuration, or a `ConfigError` with every problem. */
export function loadConfig(sources: ConfigSources = {}): TwinMcpConfig {
  const { config, problems } = resolveConfig(sources);
  if (!config) throw new ConfigError(problems);
  return config;
}

/** For `twinmcp config validate`: an empty list means that the engine would start with it. */
export function validateConfig(files?: readonly string[], env?: Environment): ConfigProblem[] {
  return [...resolveConfig({ files, env }).problems];
}

/** The layer that decides the value: the last one that has it, or else the nearest level above it. */
function locate(problem: SchemaProblem, layers: readonly Layer[]): ConfigProblem {
  const { message, hint } = problem;
  for (let depth = problem.at.length; depth > 0; depth--) {
    const at = problem.at.slice(0, depth);
    const layer = layers.findLast(({ tree }) => valueAt(tree, at) !== undefined);
    if (!layer) continue;
    const { line, key } = layer.place(at);
    return { source: layer.source, line, key: key ?? problem.at.join('.'), message, hint };
  }
  return { source: 'defaults', line: null, key: problem.at.join('.'), message, hint };
}
