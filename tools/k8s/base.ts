import { stringify } from 'yaml';
import { template } from './helm.ts';
import { parseManifests, type Manifest } from './manifest.ts';

/** The secret that an installation by kustomize brings; k8s/README.md says how it is made. */
export const SECRET = 'twinmcp';

/** What only Helm needs: its labels and hooks. */
const HELM_LABELS = ['helm.sh/chart', 'app.kubernetes.io/managed-by'];

/** The chart's defaults, without Helm: what k8s/base holds. Hooks are left out; the migration becomes an object of its own in the overlays that want it. */
export function renderBase(): Manifest[] {
  const { ok, output, error } = template({ existingSecret: SECRET });
  if (!ok) throw new Error(error);
  return normalise(parseManifests(output).filter(({ metadata }) => !metadata.annotations?.['helm.sh/hook']));
}

/** What the components of k8s/components add to the base: file → objects of the chart with other values. */
export function renderComponents(): Map<string, Manifest[]> {
  const key_ = `sha256:${'0'.repeat(64)}`;
  const render = (values: Record<string, string>): Manifest[] => normalise(parseManifests(template({ 'gateway.apiKeys[0]': key_, ...values }).output));
  return new Map([
    ['trial-nats/nats.yaml', render({ 'trial.nats.enabled': 'true' }).filter(({ metadata }) => metadata.name.endsWith('-nats'))],
    ['shared-vectors/embedding-scaling.yaml', render({ 'nats.url': 'nats://nats:4222', 'qdrant.url': 'http://qdrant:6333' }).filter(({ kind, metadata }) => metadata.name.endsWith('-embedding') && (kind === 'HorizontalPodAutoscaler' || kind === 'PodDisruptionBudget'))],
  ]);
}

/** Equal in effect = equal after this: no labels of Helm, no check sums that only start pods anew, a fixed order. */
export function normalise(manifests: readonly Manifest[]): Manifest[] {
  const copy = structuredClone(manifests) as Manifest[];
  for (const manifest of copy) {
    const template_ = manifest.spec?.template;
    for (const metadata of [manifest.metadata, template_?.metadata]) {
      for (const label of HELM_LABELS) delete metadata?.labels?.[label];
      for (const annotation of ['checksum/config', 'checksum/secret']) delete metadata?.annotations?.[annotation];
    }
    delete (manifest.metadata as { namespace?: string }).namespace;
  }
  return copy.sort((a, b) => key(a).localeCompare(key(b), 'en'));
}

const key = ({ kind, metadata }: Manifest): string => `${metadata.labels?.['app.kubernetes.io/component'] ?? ''}/${kind}/${metadata.name}`;

const NOTE = '# Made from helm/twinmcp by `npm run k8s:base`; change the chart, not this.\n';

export const fileText = (manifests: readonly Manifest[]): string => NOTE + manifests.map((manifest) => stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');

/** A file a component, and the list of them. */
export function baseFiles(manifests: readonly Manifest[]): Map<string, string> {
  const files = new Map<string, string>();
  const components = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const component = manifest.metadata.labels!['app.kubernetes.io/component']!;
    components.set(component, [...(components.get(component) ?? []), manifest]);
  }
  for (const [component, group] of components) files.set(`${component}.yaml`, fileText(group));
  files.set('kustomization.yaml', `${NOTE}${stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [...components.keys()].sort().map((name) => `${name}.yaml`) })}`);
  return files;
}

/** Where two sets of objects differ, by object and path; empty = the same effect. */
export function differences(left: readonly Manifest[], right: readonly Manifest[]): string[] {
  const byKey = (manifests: readonly Manifest[]): Map<string, Manifest> => new Map(manifests.map((one) => [`${one.kind}/${one.metadata.name}`, one]));
  const [a, b] = [byKey(left), byKey(right)];
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((name) => (a.has(name) && b.has(name) ? compare(a.get(name), b.get(name), name) : [`${name}: only in ${a.has(name) ? 'the first' : 'the second'}`]));
}

function compare(a: unknown, b: unknown, at: string): string[] {
  if (a === b) return [];
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && Array.isArray(a) === Array.isArray(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => compare((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], `${at}.${name}`));
  }
  return [`${at}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`];
}
