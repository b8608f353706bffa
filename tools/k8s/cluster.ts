import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { findControlPlane, startControlPlane, type ControlPlane } from './control-plane/start.ts';
import { CHART, ROOT, has, run, template, type Ran, type Step } from './helm.ts';
import { VALUE_SETS } from './matrix.ts';

const WAIT = ['--wait', '--timeout', '90s'];
const KEY = `sha256:${'1'.repeat(64)}`;
/** Kinds of other projects, whose definitions this API server does not have. */
const FOREIGN_SETS = new Set(['keda', 'gateway api', 'pod monitor', 'service monitor']);
const LABEL = 'app.kubernetes.io/instance';

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }; readonly spec: { readonly selector?: Readonly<Record<string, string>>; readonly containers?: readonly { readonly image: string }[] }; readonly status: { readonly availableReplicas?: number; readonly replicas?: number; readonly expectedPods?: number; readonly disruptionsAllowed?: number } }[];
}

/** What only an API server with its controllers can say: the chart is installed, upgraded, rolled back and taken away for real, on nodes that run nothing. */
export async function checkCluster(environment: { readonly K8S_CONTROL_PLANE?: string | undefined; readonly PATH?: string | undefined }): Promise<Step[]> {
  const what = 'the chart on a control plane';
  const programs = findControlPlane(environment);
  if (!programs || !has('helm') || !has('kubectl')) return [{ what, findings: [], missing: programs ? 'helm and kubectl are not on the PATH' : 'there are no programs of one (node tools/k8s/control-plane/build.mjs makes them)' }];
  const plane = await startControlPlane({ programs });
  const steps: Step[] = [];
  const step = (name: string, check: () => string[]): void => {
    let findings: string[];
    try {
      findings = check();
    } catch (error) {
      findings = [(error as Error).message];
    }
    steps.push({ what: `Kubernetes ${plane.version}: ${name}`, findings });
  };
  const helm = (...args: string[]): Ran => run('helm', ['--kubeconfig', plane.kubeconfig, '--namespace', 'twinmcp', ...args]);
  const done = ({ ok, output, error }: Ran): string[] => (ok ? [] : [`${output}${error}`]);
  const list = (kind: string, selector = ''): Listed['items'] => (JSON.parse(plane.kubectl(['-n', 'twinmcp', 'get', kind, '-o', 'json', '-l', selector])) as Listed).items;
  const images = (): string[] => [...new Set(list('pods', `${LABEL}=twinmcp,app.kubernetes.io/name=twinmcp,app.kubernetes.io/component!=nats`).flatMap(({ spec }) => (spec.containers ?? []).map(({ image }) => image.replace(/.*:/, ''))))].filter((tag) => !tag.includes('alpine'));
  try {
    plane.kubectl(['create', 'namespace', 'twinmcp']);
    plane.kubectl(['label', 'namespace', 'twinmcp', 'pod-security.kubernetes.io/enforce=restricted']);
    for (const [name, values] of Object.entries(VALUE_SETS)) {
      if (!FOREIGN_SETS.has(name)) step(`takes the values "${name}"`, () => accepted(plane, template(values)));
    }
    const install = ['--set-string', `gateway.apiKeys[0]=${KEY}`, '--set', 'trial.nats.enabled=true,trial.postgres.enabled=true,trial.redisCluster.enabled=true', ...WAIT];
    step('helm install: everything becomes ready under the policy "restricted"', () => done(helm('install', 'twinmcp', CHART, ...install)));
    step('every Deployment has its replicas', () => list('deployments').filter(({ status }) => !status.replicas || status.availableReplicas !== status.replicas).map(({ metadata, status }) => `${metadata.name}: ${JSON.stringify(status)}`));
    step('every disruption budget counts pods', () => until(() => list('pdb').filter(({ status }) => !status.expectedPods).map(({ metadata }) => `${metadata.name} protects no pod`)));
    step('no container starts from a template that the API server would change on the next upgrade', () => {
      const generations = () => plane.kubectl(['-n', 'twinmcp', 'get', 'deployments', '-o', 'jsonpath={range .items[*]}{.metadata.name}={.metadata.generation} {end}']);
      const before = generations();
      const upgraded = done(helm('upgrade', 'twinmcp', CHART, ...install));
      return upgraded.length > 0 || generations() === before ? upgraded : [`the same values made new pods: ${before} became ${generations()}`];
    });
    step('helm upgrade brings another version', () => {
      const upgraded = done(helm('upgrade', 'twinmcp', CHART, ...install, '--set-string', 'image.tag=9.9.9'));
      return upgraded.length > 0 || images().join() === '9.9.9' ? upgraded : [`pods run ${images().join()}`];
    });
    step('a version that does not become ready is rolled back by itself', () => {
      const failed = helm('upgrade', 'twinmcp', CHART, ...install, '--timeout', '15s', '--rollback-on-failure', '--set-string', 'image.tag=9.9.10,defaults.nodeSelector.disk=none');
      if (failed.ok) return ['it was taken for ready'];
      return until(() => (images().join() === '9.9.9' ? [] : [`pods run ${images().join()}: ${failed.error}`]));
    });
    step('helm rollback brings back the version before', () => {
      const back = done(helm('rollback', 'twinmcp', '1', ...WAIT));
      return back.length > 0 ? back : until(() => (images().includes('9.9.9') ? [`pods run ${images().join()}`] : []));
    });
    step('a second release of the same name is refused', () => (helm('install', 'twinmcp', CHART, ...install).ok ? ['it was taken'] : []));
    step('a second release of another name in the same name space gets nothing of the first', () => {
      const second = done(helm('install', 'other', CHART, '--set-string', `gateway.apiKeys[0]=${KEY},nats.url=nats://elsewhere:4222`, ...WAIT));
      if (second.length > 0) return second;
      return list('services').flatMap(({ metadata, spec }) => {
        const own = metadata.labels?.[LABEL];
        const strangers = list('pods', Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`).join()).filter((pod) => pod.metadata.labels?.[LABEL] !== own);
        return strangers.map((pod) => `the service ${metadata.name} of ${own} sends to ${pod.metadata.name}`);
      });
    });
    step('the migration runs before new pods, with a database', () => done(helm('upgrade', 'other', CHART, '--set-string', `gateway.apiKeys[0]=${KEY},nats.url=nats://elsewhere:4222,postgres.url=postgresql://u:p@db:5432/twinmcp`, ...WAIT)));
    step('helm uninstall leaves nothing but volume claims of stores', () => {
      const gone = ['twinmcp', 'other'].flatMap((release) => done(helm('uninstall', release, ...WAIT)));
      const left = () => plane.kubectl(['-n', 'twinmcp', 'get', 'deployments,statefulsets,services,secrets,configmaps,hpa,pdb,networkpolicies,serviceaccounts', '-o', 'name']).split('\n').filter((name) => name && !/kube-root-ca|serviceaccount\/default/.test(name));
      return gone.length > 0 ? gone : until(left);
    });
    for (const overlay of readdirSync(path.join(ROOT, 'k8s/overlays')).filter((name) => existsSync(path.join(ROOT, 'k8s/overlays', name, 'kustomization.yaml')))) {
      step(`takes k8s/overlays/${overlay}`, () => accepted(plane, run('kubectl', ['kustomize', path.join(ROOT, 'k8s/overlays', overlay)])));
    }
  } finally {
    await plane.stop();
  }
  return steps;
}

/** Server-side, into a name space of its own that exists: admission, defaults and unknown fields included. */
function accepted(plane: ControlPlane, { ok, output, error }: Ran): string[] {
  if (!ok) return [error];
  for (const [, namespace] of output.matchAll(/^ {2}namespace: "?([a-z0-9-]+)"?$/gm)) {
    try {
      plane.kubectl(['create', 'namespace', namespace!]);
    } catch {
      // there already
    }
  }
  const own = /^ {2}namespace:/m.test(output) ? [] : ['--namespace', 'twinmcp'];
  plane.kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', ...own, '-f', '-'], output);
  return [];
}

/** Controllers need a moment: findings that are there for ten seconds. */
function until(find: () => string[]): string[] {
  for (const end = Date.now() + 10_000; ; ) {
    const findings = find();
    if (findings.length === 0 || Date.now() > end) return findings;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
}
