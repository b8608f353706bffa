import type { NetworkPeer } from '../kubernetes.types.ts';
import { podOf, selects, type Manifest } from '../manifest.ts';

/** Paths that the mesh needs, per component: ports it may reach outside its own pods, and who may reach it. Everything else must be closed. */
const EGRESS: Readonly<Record<string, readonly number[]>> = {
  gateway: [], 'ast-analysis': [443, 22], embedding: [443], 'library-resolution': [443], 'context-assembly': [], monitoring: [],
};
const STORES = [53, 4222, 6333, 6379, 5432];
/** Asked as well, so that a rule that is too wide is seen. */
const FORBIDDEN = [25, 80, 443, 22, 4318, 3000, 3001, 3002, 8080, 9090, 10250, 27017];

interface Peer {
  readonly labels: Record<string, string>;
  readonly namespace: Record<string, string>;
}

/** Evaluates the policies the way the cluster would, and compares with the table above. Without any policy there is nothing to say. */
export function pathsOfMesh(manifests: readonly Manifest[]): string[] {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  if (policies.length === 0) return [];
  const pods = manifests.filter(({ kind, metadata }) => kind === 'Deployment' && (metadata.labels?.['app.kubernetes.io/component'] ?? '') in EGRESS);
  return pods.flatMap((pod) => {
    const component = pod.metadata.labels!['app.kubernetes.io/component']!;
    const { labels = {} } = podOf(pod)!.metadata ?? {};
    const own = policies.filter(({ spec }) => selects(spec?.podSelector, labels));
    const outside = new Set([...STORES, ...EGRESS[component]!, ...receiverOfTraces(pod)]);
    const http = podOf(pod)!.spec.containers[0]?.ports?.[0]?.containerPort ?? 0;
    const stranger: Peer = { labels: { app: 'stranger' }, namespace: { 'kubernetes.io/metadata.name': 'elsewhere' } };
    const collector: Peer = { labels: { app: 'prometheus' }, namespace: { 'kubernetes.io/metadata.name': 'monitoring' } };
    const sibling: Peer = { labels, namespace: { 'kubernetes.io/metadata.name': 'own' } };
    const wanted: [string, boolean, boolean][] = [
      ...[...outside].map((port): [string, boolean, boolean] => [`out to port ${port}`, true, allows(own, 'Egress', port, undefined)]),
      ...FORBIDDEN.filter((port) => !outside.has(port)).map((port): [string, boolean, boolean] => [`out to port ${port}`, false, allows(own, 'Egress', port, undefined)]),
      ['in from the metrics collector', true, allows(own, 'Ingress', http, collector)],
      ['in from strangers', component === 'gateway', allows(own, 'Ingress', http, stranger) || (component === 'gateway' && restricted(own))],
      ['in from its siblings', component === 'gateway', allows(own, 'Ingress', http, sibling) || (component === 'gateway' && restricted(own))],
      ['in on another port', false, allows(own, 'Ingress', 9229, collector)],
    ];
    return wanted.flatMap(([path, should, does]) => (should === does ? [] : [`${component}: ${path} is ${does ? 'open and must be closed' : 'closed and must be open'}`]));
  });
}

/** The port of the receiver that the pod is told to send its traces to. */
function receiverOfTraces(pod: Manifest): number[] {
  const endpoint = podOf(pod)!.spec.containers[0]?.env?.find(({ name }) => name === 'OTEL_EXPORTER_OTLP_ENDPOINT')?.value;
  if (!endpoint) return [];
  const { port, protocol } = new URL(endpoint);
  return [Number(port) || (protocol === 'https:' ? 443 : 80)];
}

/** An operator named who may reach the gateway; then strangers are kept out on purpose. */
const restricted = (policies: readonly Manifest[]): boolean => policies.some(({ spec }) => (spec?.ingress ?? []).some((rule) => (rule.from?.length ?? 0) > 0 && rule.ports?.some((one) => one.port === 'http')));

/** No policy of a direction = open; else one rule must take port and peer. A peer that is not given stands for any address outside. */
function allows(policies: readonly Manifest[], direction: 'Ingress' | 'Egress', port: number, peer: Peer | undefined): boolean {
  const own = policies.filter(({ spec }) => (spec?.policyTypes ?? []).includes(direction));
  if (own.length === 0) return true;
  return own.some(({ spec }) => ((direction === 'Ingress' ? spec?.ingress : spec?.egress) ?? []).some((rule) => {
    const { ports } = rule;
    const peers = rule.from ?? rule.to;
    const portFits = !ports || ports.some((one) => one.port === undefined || (one.port === 'http' ? direction === 'Ingress' && port !== 9229 : Number(one.port) === port || (one.endPort !== undefined && Number(one.port) <= port && port <= one.endPort)));
    return portFits && (!peers || (peer === undefined ? peers.some((one) => one.ipBlock || one.namespaceSelector) : peers.some((one) => peerFits(one, peer))));
  }));
}

function peerFits(rule: NetworkPeer, { labels, namespace }: Peer): boolean {
  if (rule.ipBlock) return false;
  const inNamespace = rule.namespaceSelector === undefined ? namespace['kubernetes.io/metadata.name'] === 'own' : selects(rule.namespaceSelector, namespace);
  return inNamespace && (rule.podSelector === undefined || selects(rule.podSelector, labels));
}
