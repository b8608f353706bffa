import type { Container, PodSpec } from '../kubernetes.types.ts';
import { nameOf, podOf, type Manifest } from '../manifest.ts';

function* containers(manifests: readonly Manifest[]): Generator<{ at: string; container: Container; pod: PodSpec; manifest: Manifest }> {
  for (const manifest of manifests) {
    const pod = podOf(manifest)?.spec;
    if (!pod) continue;
    for (const container of [...(pod.initContainers ?? []), ...pod.containers]) yield { at: `${nameOf(manifest)} ${container.name}`, container, pod, manifest };
  }
}

export function imagesArePinned(manifests: readonly Manifest[]): string[] {
  return [...containers(manifests)].flatMap(({ at, container: { image } }) => {
    if (/@sha256:[0-9a-f]{64}$/.test(image)) return [];
    const tag = /:([^:/]+)$/.exec(image)?.[1];
    return tag === undefined ? [`${at}: ${image} has no tag`] : tag === 'latest' ? [`${at}: ${image} must name a version`] : [];
  });
}

/** Memory is bounded; CPU is asked for, and not limited on purpose: a throttled event loop is slow for everybody. */
export function limitsAreSet(manifests: readonly Manifest[]): string[] {
  return [...containers(manifests)].flatMap(({ at, container: { resources } }) => [
    ...(resources?.limits?.memory ? [] : [`${at}: no memory limit`]),
    ...(resources?.requests?.memory ? [] : [`${at}: no memory request`]),
    ...(resources?.requests?.cpu ? [] : [`${at}: no CPU request`]),
  ]);
}

/** Pod Security Standard "restricted", and a root file system that cannot be written. */
export function podsAreRestricted(manifests: readonly Manifest[]): string[] {
  return [...containers(manifests)].flatMap(({ at, container, pod }) => {
    const own = container.securityContext ?? {};
    const shared = pod.securityContext ?? {};
    const user = own.runAsUser ?? shared.runAsUser;
    return [
      ...((own.runAsNonRoot ?? shared.runAsNonRoot) === true ? [] : [`${at}: runAsNonRoot is not set`]),
      ...(user === 0 ? [`${at}: runs as root`] : []),
      ...((own.seccompProfile ?? shared.seccompProfile)?.type === 'RuntimeDefault' ? [] : [`${at}: no seccompProfile RuntimeDefault`]),
      ...(own.allowPrivilegeEscalation === false ? [] : [`${at}: allowPrivilegeEscalation is not false`]),
      ...(own.readOnlyRootFilesystem === true ? [] : [`${at}: its root file system can be written`]),
      ...((own.capabilities?.drop ?? []).includes('ALL') && (own.capabilities?.add ?? []).length === 0 ? [] : [`${at}: capabilities are not dropped`]),
      ...(pod.hostNetwork || pod.hostPID || pod.hostIPC ? [`${at}: uses the host`] : []),
      ...(own.privileged ? [`${at}: is privileged`] : []),
      ...(pod.volumes ?? []).flatMap((volume) => (volume.hostPath ? [`${at}: mounts ${volume.hostPath.path} of the host`] : [])),
    ];
  });
}

/** Of what runs for long; jobs and tests end by themselves. */
export function probesAreThere(manifests: readonly Manifest[]): string[] {
  return [...containers(manifests)].flatMap(({ at, container, manifest }) =>
    ['Job', 'CronJob', 'Pod'].includes(manifest.kind) ? [] : (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).flatMap((probe) => (container[probe] ? [] : [`${at}: no ${probe}`])));
}

export function tokensAreNotMounted(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) => {
    const pod = podOf(manifest)?.spec;
    return pod && pod.automountServiceAccountToken !== false ? [`${nameOf(manifest)}: mounts a token that it does not need`] : [];
  });
}
