import { parseAllDocuments } from 'yaml';
import type { Metadata, Pod, PodSpec, Selector, Spec } from './kubernetes.types.ts';

/** An object of Kubernetes as it was written; its schema is checked elsewhere (`openapi.ts`). */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: Spec;
  readonly data?: Record<string, string>;
  readonly stringData?: Record<string, string>;
}

/** All documents of a rendering; empty ones are left out. Throws with the place of what is no YAML. */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) => {
    if ('errors' in document && document.errors.length > 0) throw new Error(document.errors[0]!.message);
    const value = 'toJS' in document ? (document.toJS() as Manifest | null) : null;
    return value === null ? [] : [value];
  });
}

export const nameOf = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;

/** The pod template of what makes pods, null of other kinds. */
export function podOf(manifest: Manifest): Pod | null {
  if (manifest.kind === 'Pod') return { metadata: manifest.metadata, spec: manifest.spec as PodSpec };
  if (['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(manifest.kind)) return manifest.spec?.template ?? null;
  if (manifest.kind === 'CronJob') return manifest.spec?.jobTemplate?.spec.template ?? null;
  return null;
}

/** Whether a label selector (matchLabels and In/Exists expressions) takes these labels. */
export function selects(selector: Selector | undefined, labels: Record<string, string> = {}): boolean {
  return Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
    && (selector?.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      switch (operator) {
        case 'In': return values.includes(labels[key] ?? '');
        case 'NotIn': return !values.includes(labels[key] ?? '');
        case 'Exists': return key in labels;
        case 'DoesNotExist': return !(key in labels);
        default: throw new Error(`unknown operator ${operator}`);
      }
    });
}
