import { setAt, type ConfigTree } from './layers.ts';
import type { ConfigProblem } from './problems.ts';
import { configKeys, type ConfigKey } from './reference.ts';
import { closest } from './suggest.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names that other tools set for the same thing. A `TWINMCP_` variable wins over them. */
export const ENVIRONMENT_ALIASES: Readonly<Record<string, string>> = {
  QDRANT_URL: 'qdrant.url',
  QDRANT_API_KEY: 'qdrant.api_key',
  REDIS_URL: 'redis.url',
  DATABASE_URL: 'database.url',
  NATS_URL: 'nats.servers',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'telemetry.endpoint',
};

/** `TWINMCP_` variables that are no keys. */
export const OTHER_VARIABLES: readonly string[] = ['TWINMCP_CONFIG', 'TWINMCP_EVAL_DIR', 'TWINMCP_EVAL_REPOS', 'TWINMCP_DEBUG', 'TWINMCP_API_KEY', 'TWINMCP_URL', 'TWINMCP_TEST_INSTALL'];

/** `gateway.rate_limit.burst` → `TWINMCP_GATEWAY__RATE_LIMIT__BURST` */
export const environmentName = (path: string): string => `TWINMCP_${path.toUpperCase().replaceAll('.', '__')}`;

export interface EnvironmentLayer {
  readonly values: ConfigTree;
  /** Key → variable that set it. */
  readonly origins: ReadonlyMap<string, string>;
  readonly problems: readonly ConfigProblem[];
}

/** The settings that the environment makes. An empty variable counts as not set, as in `${X:-}` of a compose file. */
export function environmentLayer(environment: Environment): EnvironmentLayer {
  const values: ConfigTree = {};
  const origins = new Map<string, string>();
  const problems: ConfigProblem[] = [];
  const byVariable = new Map(configKeys().map((key) => [environmentName(key.path), key]));
  const set = (key: ConfigKey, variable: string, text: string) => {
    setAt(values, key.path, readValue(key, text));
    origins.set(key.path, variable);
  };
  for (const [variable, path] of Object.entries(ENVIRONMENT_ALIASES)) {
    const text = environment[variable];
    if (text) set(byVariable.get(environmentName(path))!, variable, text);
  }
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('TWINMCP_') || !text || OTHER_VARIABLES.includes(variable)) continue;
    const key = byVariable.get(variable);
    if (key) set(key, variable, text);
    else if (!isServiceLink(variable, text)) problems.push({ source: 'environment', line: null, key: variable, message: 'unknown variable', hint: unknownVariableHint(variable, [...byVariable.keys()]) });
  }
  return { values, origins, problems };
}

/** Container platforms describe each service named `twinmcp-…` by variables like TWINMCP_GATEWAY_PORT=tcp://10.0.0.1:3000; they are not meant for us. */
function isServiceLink(variable: string, text: string): boolean {
  return /_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$|_PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?$/.test(variable) || /^(tcp|udp):\/\//.test(text);
}

function unknownVariableHint(variable: string, known: readonly string[]): string {
  const flat = (name: string) => name.replaceAll('__', '_');
  const suggestion = known.find((name) => flat(name) === flat(variable)) ?? closest(variable, known);
  return suggestion ? `did you mean ${suggestion}? Levels are separated by two underscores` : 'unset it; the names are listed in docs/configuration.md';
}

/** Text → what YAML would have given. What does not fit stays text, so that the schema refuses it with its key. */
function readValue(key: ConfigKey, text: string): unknown {
  switch (key.kind) {
    case 'number':
    case 'duration':
    case 'size':
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'list':
      return text.trimStart().startsWith('[') ? readJson(text) : text.split(',').map((part) => part.trim()).filter((part) => part !== '');
    default:
      return text;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
