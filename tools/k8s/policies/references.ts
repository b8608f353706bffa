import { ENVIRONMENT_ALIASES, configKeys, configSchema, environmentLayer, environmentName } from '@twinmcp/configuration';
import type { Variable } from '../kubernetes.types.ts';
import { nameOf, podOf, type Manifest } from '../manifest.ts';

/** Read by the process itself, not by the configuration schema. */
const OTHERS = new Set(['TWINMCP_CONFIG', 'TWINMCP_DATA_DIR', 'NODE_OPTIONS']);
/** Of the images of the trial stores. */
const FOREIGN = /^(?:POSTGRES_|PGDATA$)/;

const variables = (manifest: Manifest): Variable[] => (podOf(manifest)?.spec.containers ?? []).flatMap((container) => container.env ?? []);

/** Config maps, secrets, claims, service accounts that are named exist here; a secret that nobody here makes must be said to come from outside. */
export function referencesExist(manifests: readonly Manifest[], external: readonly string[] = externalSecrets(manifests)): string[] {
  const has = (kind: string, name: string): Manifest | undefined => manifests.find((one) => one.kind === kind && one.metadata.name === name);
  return manifests.flatMap((manifest) => {
    const pod = podOf(manifest)?.spec;
    if (!pod) return [];
    const findings: string[] = [];
    const account = pod.serviceAccountName;
    if (account && account !== 'default' && !has('ServiceAccount', account)) findings.push(`service account ${account}`);
    for (const volume of pod.volumes ?? []) {
      if (volume.configMap && !has('ConfigMap', volume.configMap.name)) findings.push(`config map ${volume.configMap.name}`);
      if (volume.persistentVolumeClaim && !has('PersistentVolumeClaim', volume.persistentVolumeClaim.claimName)) findings.push(`claim ${volume.persistentVolumeClaim.claimName}`);
    }
    for (const { name, valueFrom } of variables(manifest)) {
      if (!valueFrom?.secretKeyRef) continue;
      const { name: secret, key, optional } = valueFrom.secretKeyRef;
      if (optional || external.includes(secret)) continue;
      const found = has('Secret', secret);
      if (!found) findings.push(`secret ${secret} (${name})`);
      else if (!(key in { ...found.data, ...found.stringData })) findings.push(`key ${key} of secret ${secret} (${name})`);
    }
    return findings.map((finding) => `${nameOf(manifest)}: names ${finding}, which is not there`);
  });
}

/** Who installs with a secret of their own says so by this annotation of the config map. */
function externalSecrets(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap(({ metadata }) => metadata.annotations?.['twinmcp/external-secret'] ?? []);
}

/** Every variable is one that the configuration knows, and every value one that it accepts; so are the keys of config.yaml. */
export function environmentIsKnown(manifests: readonly Manifest[]): string[] {
  const known = new Set([...OTHERS, ...Object.keys(ENVIRONMENT_ALIASES), ...configKeys().map(({ path }) => environmentName(path))]);
  return manifests.flatMap((manifest) => {
    const found = variables(manifest);
    const unknown = found.filter(({ name }) => !known.has(name) && !FOREIGN.test(name)).map(({ name }) => `${nameOf(manifest)}: ${name} is no variable of the configuration`);
    const given = Object.fromEntries(found.flatMap(({ name, value }) => (value !== undefined && known.has(name) && !OTHERS.has(name) ? [[name, value]] : [])));
    const refused = configSchema.safeParse(environmentLayer(given).values);
    return [...unknown, ...(refused.success ? [] : refused.error.issues.map((issue) => `${nameOf(manifest)}: ${issue.path.join('.')}: ${issue.message}`))];
  });
}

/** Secrets are references: a value in a manifest ends in somebody's git. */
export function secretsAreNotInline(manifests: readonly Manifest[]): string[] {
  const secret = new Set(configKeys().filter((key) => key.secret).flatMap(({ path }) => [environmentName(path), ...Object.entries(ENVIRONMENT_ALIASES).flatMap(([alias, of]) => (of === path ? [alias] : []))]));
  return manifests.flatMap((manifest) => variables(manifest).flatMap(({ name, value }) => (value !== undefined && (secret.has(name) || /PASSWORD|TOKEN/.test(name)) ? [`${nameOf(manifest)}: ${name} is written out`] : [])));
}
