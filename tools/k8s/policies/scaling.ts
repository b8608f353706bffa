import { nameOf, podOf, selects, type Manifest } from '../manifest.ts';

/** Seconds beyond preStop that a service may take to end: services.drain_timeout and what closing takes beside it. */
const DRAIN_SECONDS = 15;

const labelsOf = (manifest: Manifest): Record<string, string> => podOf(manifest)?.metadata?.labels ?? {};
const workloads = (manifests: readonly Manifest[]): Manifest[] => manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');

export function selectorsFindPods(manifests: readonly Manifest[]): string[] {
  const pods = manifests.filter((manifest) => podOf(manifest));
  return manifests.flatMap((manifest) => {
    const { kind, spec = {} } = manifest;
    if (kind === 'Service' && spec.type !== 'ExternalName') return serviceFindings(manifest, pods);
    if (kind === 'Deployment' || kind === 'StatefulSet') {
      const others = workloads(manifests).filter((other) => other !== manifest && selects(spec.selector, labelsOf(other)));
      return [...(selects(spec.selector, labelsOf(manifest)) ? [] : [`${nameOf(manifest)}: its selector does not take its own pods`]), ...others.map((other) => `${nameOf(manifest)}: its selector takes the pods of ${nameOf(other)} too`)];
    }
    if (kind === 'PodDisruptionBudget' && !pods.some((pod) => selects(spec.selector, labelsOf(pod)))) return [`${nameOf(manifest)}: protects no pod`];
    if (kind === 'NetworkPolicy' && !pods.some((pod) => selects(spec.podSelector, labelsOf(pod)))) return [`${nameOf(manifest)}: is about no pod`];
    return [];
  });
}

function serviceFindings(service: Manifest, pods: readonly Manifest[]): string[] {
  const taken = pods.filter((pod) => selects({ matchLabels: service.spec?.selector as Record<string, string> | undefined }, labelsOf(pod)) && (pod.kind === 'Deployment' || pod.kind === 'StatefulSet'));
  if (taken.length !== 1) return [`${nameOf(service)}: takes the pods of ${taken.length === 0 ? 'nothing' : taken.map(nameOf).join(' and ')}`];
  const ports = podOf(taken[0]!)!.spec.containers.flatMap((container) => container.ports ?? []);
  return (service.spec?.ports ?? []).flatMap((port) => {
    const target = port.targetPort ?? port.port;
    return ports.some((one) => one.name === target || one.containerPort === target) ? [] : [`${nameOf(service)}: port ${target} is none of ${nameOf(taken[0]!)}`];
  });
}

/** One scaler a workload, whose target is there, and no number of replicas beside it. */
export function autoscalersFit(manifests: readonly Manifest[]): string[] {
  const scalers = manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject');
  const targets = scalers.map(({ spec }) => `${spec?.scaleTargetRef?.kind ?? 'Deployment'}/${spec?.scaleTargetRef?.name}`);
  return scalers.flatMap((scaler, i) => {
    const { spec = {} } = scaler;
    const target = manifests.find((manifest) => nameOf(manifest) === targets[i]);
    const [least, most] = [spec.minReplicas ?? spec.minReplicaCount ?? 1, spec.maxReplicas ?? spec.maxReplicaCount ?? 0];
    return [
      ...(target ? [] : [`${nameOf(scaler)}: ${targets[i]} is not there`]),
      ...(target?.spec?.replicas === undefined ? [] : [`${nameOf(scaler)}: ${targets[i]} sets replicas itself; each deployment would undo what was scaled`]),
      ...(least <= most ? [] : [`${nameOf(scaler)}: least ${least} is above most ${most}`]),
      ...(targets.indexOf(targets[i]!) === i ? [] : [`${nameOf(scaler)}: ${targets[i]} has two scalers, which would fight`]),
    ];
  });
}

/** A budget that forbids every eviction stops the upgrade of a node. */
export function budgetsLeaveRoom(manifests: readonly Manifest[]): string[] {
  return manifests.filter(({ kind }) => kind === 'PodDisruptionBudget').flatMap((budget) =>
    workloads(manifests).filter((workload) => selects(budget.spec?.selector, labelsOf(workload))).flatMap((workload) => {
      const scaler = manifests.find(({ kind, spec }) => (kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject') && spec?.scaleTargetRef?.name === workload.metadata.name);
      const replicas = Number(scaler?.spec?.minReplicas ?? scaler?.spec?.minReplicaCount ?? workload.spec?.replicas ?? 1);
      const { maxUnavailable, minAvailable } = budget.spec ?? {};
      if (maxUnavailable === 0 || maxUnavailable === '0%') return [`${nameOf(budget)}: lets no pod go`];
      if (typeof minAvailable === 'number' && minAvailable >= replicas) return [`${nameOf(budget)}: wants ${minAvailable} of ${replicas} pods, so none can go`];
      if (typeof maxUnavailable === 'number' && maxUnavailable >= replicas) return [`${nameOf(budget)}: lets all ${replicas} pods go at once`];
      return [];
    }));
}

export function drainsInTime(manifests: readonly Manifest[]): string[] {
  return manifests.filter(({ kind }) => kind === 'Deployment').flatMap((manifest) => {
    const { terminationGracePeriodSeconds = 30, containers = [] } = manifest.spec?.template?.spec ?? {};
    const preStop = Math.max(0, ...containers.map(({ lifecycle }) => Number(lifecycle?.preStop?.sleep?.seconds ?? 0)));
    return [
      ...(preStop > 0 ? [] : [`${nameOf(manifest)}: without preStop it gets requests after it began to stop`]),
      ...(terminationGracePeriodSeconds > preStop + DRAIN_SECONDS ? [] : [`${nameOf(manifest)}: ${terminationGracePeriodSeconds} s are too short for preStop ${preStop} s and ${DRAIN_SECONDS} s to drain`]),
    ];
  });
}
