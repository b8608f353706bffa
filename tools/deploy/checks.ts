import { readFileSync, statSync } from 'node:fs';
import { ENVIRONMENT_ALIASES, configKeys, configSchema, describeIssues, environmentLayer, environmentName, mergeLayers, type ConfigTree } from '@twinmcp/configuration';
import { parse } from 'yaml';
import { parseManifests, podOf, type Manifest } from '../k8s/manifest.ts';
import type { Cluster, Release } from './cluster.ts';
import { run } from './cluster.ts';
import type { Options } from './options.ts';
import { freeRoom, podsToPlace } from './capacity.ts';
import { unplaced } from './quantity.ts';

export interface Checked {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly detail: string;
}

/** What the checks look at. */
export interface Situation {
  readonly options: Options;
  readonly cluster: Cluster;
  /** What would be applied. */
  readonly manifests: readonly Manifest[];
  readonly release: Release | null;
}

type Check = (situation: Situation) => Promise<Omit<Checked, 'check'>>;

const ok = (detail: string) => ({ state: 'ok', detail }) as const;
const failed = (detail: string) => ({ state: 'failed', detail }) as const;
const warning = (detail: string) => ({ state: 'warning', detail }) as const;

/** The pre-stop pause of the pods is an action that Kubernetes has since then. */
const LEAST_KUBERNETES = 30;
const LEAST_HELM = 3;

/** In this order; the ones that need no cluster come first. Their names are those of --skip. */
export const CHECKS: Readonly<Record<string, Check>> = {
  tools: async ({ cluster }) => {
    const helm = await cluster.helmMajor();
    const kubectl = await run('kubectl', ['version', '--client', '-o', 'json'], 30);
    if (helm < LEAST_HELM) return failed(helm === 0 ? 'helm is not on the PATH' : `helm ${helm} is too old: ${LEAST_HELM} or later is needed`);
    return kubectl.ok ? ok(`helm ${helm}, kubectl ${(JSON.parse(kubectl.output) as { clientVersion: { gitVersion: string } }).clientVersion.gitVersion}`) : failed(kubectl.error.trim());
  },

  cluster: async ({ cluster }) => {
    const { ok: reached, output, error } = await cluster.kubectl(['version', '-o', 'json']);
    if (!reached) return failed(`the cluster does not answer: ${error.trim()}`);
    const { minor, gitVersion } = (JSON.parse(output) as { serverVersion: { minor: string; gitVersion: string } }).serverVersion;
    return Number.parseInt(minor, 10) >= LEAST_KUBERNETES ? ok(`Kubernetes ${gitVersion}`) : failed(`Kubernetes ${gitVersion} is too old: 1.${LEAST_KUBERNETES} or later is needed`);
  },

  permissions: async ({ cluster }) => {
    const asked = [['create', 'deployments.apps'], ['patch', 'deployments.apps'], ['create', 'secrets'], ['create', 'jobs.batch'], ['create', 'networkpolicies.networking.k8s.io']] as const;
    const refused: string[] = [];
    for (const [verb, kind] of asked) if (!(await cluster.kubectl(['auth', 'can-i', verb, kind, '--quiet'])).ok) refused.push(`${verb} ${kind}`);
    return refused.length === 0 ? ok('may change what the chart consists of') : failed(`may not ${refused.join(', ')}`);
  },

  release: async ({ release, cluster, options, manifests }) => {
    if (release?.status.startsWith('pending')) return failed(`another operation is under way or was cut off (${release.status}): wait, or "helm rollback ${release.name}" when nobody works on it`);
    const shared = await sameBroker(cluster, options, manifests);
    if (shared.length > 0) return failed(`${shared.join(', ')} uses the same NATS account: the two would take each other's calls. Give each an account or a server of its own`);
    return ok(release ? `revision ${release.revision} is ${release.status}` : 'nothing is installed under this name');
  },

  configuration: async ({ manifests, cluster }) => {
    const problems = await configurationProblems(manifests, cluster);
    return problems.length === 0 ? ok('config.yaml and the environment of every service are valid') : failed(problems.join('; '));
  },

  secrets: async ({ manifests, cluster }) => {
    const missing = await missingSecrets(manifests, cluster);
    return missing.length === 0 ? ok('every secret has the keys that are needed') : failed(missing.join('; '));
  },

  kinds: async ({ manifests, cluster }) => {
    const { output } = await cluster.kubectl(['api-versions'], { namespace: null });
    const known = new Set(output.split('\n'));
    const unknown = [...new Set(manifests.filter(({ apiVersion }) => !known.has(apiVersion)).map(({ apiVersion, kind }) => `${kind} (${apiVersion})`))];
    return unknown.length === 0 ? ok('the cluster knows every kind of object') : failed(`the cluster does not know ${unknown.join(', ')}: install what defines it, or leave it out of the values`);
  },

  capacity: async ({ manifests, cluster, release }) => {
    const free = await freeRoom(cluster);
    const pods = podsToPlace(manifests, release !== null);
    const left = unplaced(free, pods);
    const sum = pods.reduce((all, { cpu, memory }) => ({ cpu: all.cpu + cpu, memory: all.memory + memory }), { cpu: 0, memory: 0 });
    const wanted = `${release ? 'to be started beside what runs' : 'wanted'}: ${pods.length} pods, ${sum.cpu.toFixed(2)} cores, ${(sum.memory / 2 ** 30).toFixed(1)} GiB`;
    return left.length === 0 ? ok(wanted) : failed(`no node has room for ${left.join(', ')} (${wanted})`);
  },

  metrics: async ({ manifests, cluster }) => {
    if (!manifests.some(({ kind }) => kind === 'HorizontalPodAutoscaler')) return { state: 'skipped', detail: 'nothing scales by itself' };
    const { output } = await cluster.kubectl(['api-versions'], { namespace: null });
    return output.includes('metrics.k8s.io/') ? ok('the autoscalers have what they measure by') : warning('there is no metrics-server: the autoscalers stay at their least number of pods');
  },

  backup: async ({ options, release }) => {
    if (!release) return { state: 'skipped', detail: 'nothing is installed yet' };
    if (options.withoutBackup) return { state: 'skipped', detail: '--without-backup' };
    if (!options.backup) return failed('say with --backup where the last one is, or --without-backup');
    const age = (Date.now() - backupTime(options.backup)) / 3_600_000;
    return age <= options.backupAgeHours ? ok(`${age.toFixed(1)} h old`) : failed(`the last backup is ${age.toFixed(1)} h old, more than ${options.backupAgeHours} h: make one first`);
  },
};

export async function runChecks(situation: Situation): Promise<Checked[]> {
  const results: Checked[] = [];
  for (const [check, look] of Object.entries(CHECKS)) {
    if (situation.options.skip.includes(check)) results.push({ check, state: 'skipped', detail: '--skip' });
    else results.push({ check, ...(await look(situation).catch((error: unknown) => failed((error as Error).message))) });
    // Without the programs or the cluster nothing else can be looked at.
    if (results.at(-1)!.state === 'failed' && ['tools', 'cluster'].includes(check)) break;
  }
  return results;
}

/** `config.yaml` of the release under the environment of each service, secrets of the cluster included; says which key, never which value. */
export async function configurationProblems(manifests: readonly Manifest[], cluster: Pick<Cluster, 'get'>): Promise<string[]> {
  const secrets = new Map<string, Record<string, string>>();
  const problems = new Set<string>();
  for (const manifest of manifests.filter(({ kind }) => kind === 'Deployment')) {
    const pod = podOf(manifest)!.spec;
    const map = pod.volumes?.find(({ configMap }) => configMap)?.configMap?.name;
    const file = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === map)?.data?.['config.yaml'];
    const given: Record<string, string> = {};
    for (const { name, value, valueFrom } of pod.containers.flatMap(({ env = [] }) => env)) {
      const { name: secret, key } = valueFrom?.secretKeyRef ?? {};
      if (secret && !secrets.has(secret)) secrets.set(secret, await secretValues(secret, manifests, cluster));
      const text = value ?? (secret ? secrets.get(secret)![key!] : undefined);
      if (text && known.has(name)) given[name] = text;
    }
    const read = configSchema.safeParse(mergeLayers((file ? parse(file) : {}) as ConfigTree, environmentLayer(given).values));
    if (!read.success) for (const { at, message, hint } of describeIssues(read.error)) problems.add(`${at.join('.')} ${message}: ${hint}`);
  }
  return [...problems];
}

const known = new Set([...Object.keys(ENVIRONMENT_ALIASES), ...configKeys().map(({ path }) => environmentName(path))]);

async function secretValues(name: string, manifests: readonly Manifest[], cluster: Pick<Cluster, 'get'>): Promise<Record<string, string>> {
  const made = manifests.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name);
  const decode = (data: Readonly<Record<string, string>> = {}) => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
  if (made) return { ...decode(made.data), ...made.stringData };
  return cluster.get<{ data?: Record<string, string> }>(['secret', name]).then(({ data }) => decode(data), () => ({}));
}

/** Secrets and keys that pods need and that neither the release nor the cluster has. */
export async function missingSecrets(manifests: readonly Manifest[], cluster: Pick<Cluster, 'get'>): Promise<string[]> {
  const missing = new Map<string, Set<string>>();
  const needed = manifests.flatMap((manifest) => (podOf(manifest)?.spec.containers ?? []).flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => (valueFrom?.secretKeyRef && !valueFrom.secretKeyRef.optional ? [valueFrom.secretKeyRef] : []))));
  for (const name of new Set(needed.map((one) => one.name))) {
    const values = await secretValues(name, manifests, cluster);
    const keys = needed.filter((one) => one.name === name && !values[one.key]).map(({ key }) => key);
    if (keys.length > 0) missing.set(name, new Set(keys));
  }
  return [...missing].map(([name, keys]) => `secret ${name} lacks ${[...keys].join(', ')}`);
}

async function sameBroker(cluster: Cluster, options: Options, manifests: readonly Manifest[]): Promise<string[]> {
  const own = brokerOf(manifests);
  if (!own) return [];
  const others = (await cluster.releases(true)).filter(({ name, namespace }) => name !== options.release || namespace !== options.namespace);
  const found: string[] = [];
  for (const { name, namespace } of others) {
    const { ok: read, output } = await cluster.helm(['get', 'manifest', name, '--namespace', namespace]);
    if (read && brokerOf(parseManifests(output)) === own) found.push(`release ${name} in ${namespace}`);
  }
  return found;
}

/** Where a release finds NATS; null when a secret of the operator says it, or when the server is its own. */
function brokerOf(manifests: readonly Manifest[]): string | null {
  const url = manifests.find(({ kind, stringData }) => kind === 'Secret' && stringData?.['NATS_URL'])?.stringData?.['NATS_URL'];
  return url && !manifests.some(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name.endsWith('-nats')) ? url : null;
}

function backupTime(file: string): number {
  try {
    const { createdAt } = JSON.parse(readFileSync(file, 'utf8')) as { createdAt?: string };
    const at = Date.parse(createdAt ?? '');
    if (!Number.isNaN(at)) return at;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(`there is no backup at ${file}`, { cause: error });
  }
  return statSync(file).mtimeMs;
}
