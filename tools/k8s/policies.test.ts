import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Container, Metadata, Spec } from './kubernetes.types.ts';
import { parseManifests, type Manifest } from './manifest.ts';
import { POLICIES, checkPolicies } from './policies.ts';

const BASE = fileURLToPath(new URL('../../k8s/base/', import.meta.url));
const base = readdirSync(BASE).filter((name) => name !== 'kustomization.yaml').flatMap((name) => parseManifests(readFileSync(path.join(BASE, name), 'utf8')));

/** Tests make wrong what is known to be there. */
interface Changing {
  metadata: Metadata;
  spec: Required<Spec>;
}

/** The base with one thing made wrong. */
function broken(name: string, change: (manifest: Changing) => unknown): Manifest[] {
  const copy = structuredClone(base) as Manifest[];
  const found = copy.filter((one) => `${one.kind}/${one.metadata.name}` === name);
  expect(found).toHaveLength(1);
  change(found[0] as unknown as Changing);
  return copy;
}
const container = (manifest: Changing): Required<Container> => manifest.spec.template.spec.containers[0] as Required<Container>;
const without = (value: object, key: string): boolean => Reflect.deleteProperty(value, key);
const GATEWAY = 'Deployment/twinmcp-gateway';

it('the base keeps every policy', () => {
  expect(base.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toEqual(['ast-analysis', 'context-assembly', 'embedding', 'gateway', 'library-resolution', 'monitoring'].map((name) => `twinmcp-${name}`));
  expect(checkPolicies(base)).toEqual([]);
});

it.each<[keyof typeof POLICIES, string, string, (manifest: Changing) => unknown]>([
  ['imagesArePinned', 'a tag that moves', GATEWAY, (m) => (container(m).image = 'twinmcp/gateway:latest')],
  ['imagesArePinned', 'no tag', GATEWAY, (m) => (container(m).image = 'registry:5000/gateway')],
  ['limitsAreSet', 'memory without bound', GATEWAY, (m) => without(container(m).resources, 'limits')],
  ['podsAreRestricted', 'root', GATEWAY, (m) => (m.spec.template.spec.securityContext!.runAsUser = 0)],
  ['podsAreRestricted', 'a root file system to write', GATEWAY, (m) => (container(m).securityContext.readOnlyRootFilesystem = false)],
  ['podsAreRestricted', 'a folder of the node', GATEWAY, (m) => m.spec.template.spec.volumes!.push({ name: 'h', hostPath: { path: '/' } })],
  ['podsAreRestricted', 'a capability', GATEWAY, (m) => (container(m).securityContext.capabilities!.add = ['NET_ADMIN'])],
  ['probesAreThere', 'no readiness', GATEWAY, (m) => without(container(m), 'readinessProbe')],
  ['tokensAreNotMounted', 'a token', GATEWAY, (m) => without(m.spec.template.spec, 'automountServiceAccountToken')],
  ['selectorsFindPods', 'a service for nobody', 'Service/twinmcp-gateway', (m) => Object.assign(m.spec.selector, { 'app.kubernetes.io/component': 'gatway' })],
  ['selectorsFindPods', 'a service for everybody', 'Service/twinmcp-gateway', (m) => without(m.spec.selector, 'app.kubernetes.io/component')],
  ['selectorsFindPods', 'a port that nobody opens', 'Service/twinmcp-gateway', (m) => (m.spec.ports[0]!.targetPort = 'grpc')],
  ['selectorsFindPods', 'a selector that takes another service', GATEWAY, (m) => without(m.spec.selector.matchLabels!, 'app.kubernetes.io/component')],
  ['selectorsFindPods', 'a budget for nothing', 'PodDisruptionBudget/twinmcp-gateway', (m) => (m.spec.selector.matchLabels!['x'] = 'y')],
  ['autoscalersFit', 'a target that is not there', 'HorizontalPodAutoscaler/twinmcp-gateway', (m) => (m.spec.scaleTargetRef.name = 'other')],
  ['autoscalersFit', 'two scalers of one target', 'HorizontalPodAutoscaler/twinmcp-gateway', (m) => (m.spec.scaleTargetRef.name = 'twinmcp-ast-analysis')],
  ['autoscalersFit', 'replicas beside a scaler', GATEWAY, (m) => (m.spec.replicas = 3)],
  ['autoscalersFit', 'least above most', 'HorizontalPodAutoscaler/twinmcp-gateway', (m) => (m.spec.minReplicas = 99)],
  ['budgetsLeaveRoom', 'no pod may go', 'PodDisruptionBudget/twinmcp-gateway', (m) => (m.spec.maxUnavailable = 0)],
  ['budgetsLeaveRoom', 'all must stay', 'PodDisruptionBudget/twinmcp-gateway', (m) => (without(m.spec, 'maxUnavailable'), (m.spec.minAvailable = 2))],
  ['drainsInTime', 'killed while it drains', GATEWAY, (m) => (m.spec.template.spec.terminationGracePeriodSeconds = 15)],
  ['drainsInTime', 'asked after it stopped', GATEWAY, (m) => without(container(m), 'lifecycle')],
  ['referencesExist', 'a config map that is not there', GATEWAY, (m) => (m.spec.template.spec.volumes![0]!.configMap!.name = 'other')],
  ['referencesExist', 'a secret that is not there', GATEWAY, (m) => (container(m).env.find((one) => one.name === 'NATS_URL')!.valueFrom!.secretKeyRef!.name = 'other')],
  ['environmentIsKnown', 'a variable with a typing error', GATEWAY, (m) => container(m).env.push({ name: 'TWINMCP_GATEWAY__PROT', value: '1' })],
  ['environmentIsKnown', 'a value that is refused', GATEWAY, (m) => container(m).env.push({ name: 'TWINMCP_GATEWAY__MAX_IN_FLIGHT', value: 'many' })],
  ['secretsAreNotInline', 'a password in the clear', GATEWAY, (m) => container(m).env.push({ name: 'DATABASE_URL', value: 'postgres://u:p@h/d' })],
  ['pathsOfMesh', 'services open to strangers', 'NetworkPolicy/twinmcp-metrics', (m) => without(m.spec.ingress[0]!, 'from')],
  ['pathsOfMesh', 'a way out for all', 'NetworkPolicy/twinmcp-stores', (m) => m.spec.egress.push({})],
  ['pathsOfMesh', 'no way to the broker', 'NetworkPolicy/twinmcp-stores', (m) => (m.spec.egress[1]!.ports = m.spec.egress[1]!.ports!.filter((one) => one.port !== 4222))],
  ['selectorsFindPods', 'a policy about nobody', 'NetworkPolicy/twinmcp-default-deny', (m) => (m.spec.podSelector = { matchLabels: { x: 'y' } })],
])('%s finds %s', (policy, _what, name, change) => {
  const findings = POLICIES[policy]!(broken(name, change));
  expect(findings.length).toBeGreaterThan(0);
});
