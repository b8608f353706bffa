import { podOf, type Manifest } from '../k8s/manifest.ts';
import type { Cluster } from './cluster.ts';
import { quantity, type Room } from './quantity.ts';

/** What is left of each node that takes pods. */
export async function freeRoom(cluster: Pick<Cluster, 'get'>): Promise<Room[]> {
  interface Node { readonly metadata: { readonly name: string }; readonly spec: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly effect: string }[] }; readonly status: { readonly allocatable: Readonly<Record<string, string>>; readonly conditions?: readonly { readonly type: string; readonly status: string }[] } }
  interface Pod { readonly metadata: { readonly namespace: string }; readonly spec: { readonly nodeName?: string; readonly containers: readonly { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } }[] }; readonly status: { readonly phase: string } }
  const { items: nodes } = await cluster.get<{ items: Node[] }>(['nodes'], null);
  const { items: pods } = await cluster.get<{ items: Pod[] }>(['pods', '--all-namespaces'], null);
  const usable = nodes.filter(({ spec, status }) => !spec.unschedulable && !spec.taints?.some(({ effect }) => effect !== 'PreferNoSchedule') && status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True'));
  return usable.map(({ metadata, status }) => {
    const used = pods.filter(({ spec, status: { phase } }) => spec.nodeName === metadata.name && !['Succeeded', 'Failed'].includes(phase)).flatMap(({ spec }) => spec.containers.map(({ resources }) => resources?.requests ?? {}));
    return { cpu: quantity(status.allocatable['cpu']) - sum(used, 'cpu'), memory: quantity(status.allocatable['memory']) - sum(used, 'memory') };
  });
}

const sum = (requests: readonly Readonly<Record<string, string>>[], of: string): number => requests.reduce((all, request) => all + quantity(request[of]), 0);

/** All pods of a new release; of one that runs already, the one more that each Deployment starts while it rolls. */
export function podsToPlace(manifests: readonly Manifest[], installed: boolean): (Room & { name: string })[] {
  return manifests.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind)).flatMap((manifest) => {
    const { metadata, spec } = manifest;
    const scaler = manifests.find((one) => one.kind === 'HorizontalPodAutoscaler' && one.spec?.scaleTargetRef?.name === metadata.name);
    const replicas = scaler?.spec?.minReplicas ?? spec?.replicas ?? 1;
    const rolls = manifest.kind === 'Deployment' && spec?.strategy?.type !== 'Recreate';
    const requests = podOf(manifest)!.spec.containers.map(({ resources }) => resources?.requests ?? {}) as Record<string, string>[];
    const count = installed ? (rolls ? 1 : 0) : replicas;
    return Array.from({ length: count }, () => ({ name: metadata.name, cpu: sum(requests, 'cpu'), memory: sum(requests, 'memory') }));
  });
}
