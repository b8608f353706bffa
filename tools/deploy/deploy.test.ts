import { parseManifests } from '../k8s/manifest.ts';
import { podsToPlace } from './capacity.ts';
import { configurationProblems, missingSecrets } from './checks.ts';
import { readOptions, UsageError } from './options.ts';
import { quantity, unplaced } from './quantity.ts';

const MANIFESTS = parseManifests(`
apiVersion: v1
kind: ConfigMap
metadata: { name: twinmcp }
data: { config.yaml: "logging: { level: info }\\n" }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: gateway }
spec: { scaleTargetRef: { name: gateway }, minReplicas: 3 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway }
spec:
  template:
    spec:
      containers:
        - name: gateway
          image: i
          resources: { requests: { cpu: 250m, memory: 256Mi } }
          env:
            - { name: TWINMCP_GATEWAY__PORT, value: "3000" }
            - { name: DATABASE_URL, valueFrom: { secretKeyRef: { name: own, key: DATABASE_URL, optional: true } } }
            - { name: NATS_URL, valueFrom: { secretKeyRef: { name: own, key: NATS_URL } } }
      volumes: [{ name: config, configMap: { name: twinmcp } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: single }
spec: { replicas: 1, strategy: { type: Recreate }, template: { spec: { containers: [{ name: single, image: i, resources: { requests: { cpu: "1", memory: 1Gi } } }] } } }
`);
const cluster = (secret: Readonly<Record<string, string>> | null) => ({
  get: async <T>(): Promise<T> => {
    if (secret === null) throw new Error('secrets "own" not found');
    return { data: Object.fromEntries(Object.entries(secret).map(([key, value]) => [key, Buffer.from(value).toString('base64')])) } as T;
  },
});

describe('what is checked before a release', () => {
  it.each([['250m', 0.25], ['2', 2], ['1.5', 1.5], ['512Mi', 2 ** 29], ['1Gi', 2 ** 30], ['2G', 2e9], [undefined, 0]])('reads the quantity %s', (text, value) => expect(quantity(text)).toBe(value));
  it.each(['', 'much', '1Xi', '-1'])('refuses "%s" as a quantity', (text) => expect(() => quantity(text)).toThrow('is no quantity'));

  it('counts all pods of a first install, and of an upgrade those that run beside the old ones', () => {
    expect(podsToPlace(MANIFESTS, false).map(({ name }) => name)).toEqual(['gateway', 'gateway', 'gateway', 'single']);
    expect(podsToPlace(MANIFESTS, true)).toEqual([{ name: 'gateway', cpu: 0.25, memory: 2 ** 28 }]);
  });

  it('does not take the free space of all nodes together for room', () => {
    const pods = [{ name: 'a', cpu: 1, memory: 3 }, { name: 'b', cpu: 1, memory: 1 }];
    expect(unplaced([{ cpu: 1, memory: 2 }, { cpu: 1, memory: 2 }], pods)).toEqual(['a']);
    expect(unplaced([{ cpu: 2, memory: 4 }], pods)).toEqual([]);
  });

  it('names the keys that a secret lacks, and takes optional ones as they are', async () => {
    expect(await missingSecrets(MANIFESTS, cluster(null))).toEqual(['secret own lacks NATS_URL']);
    expect(await missingSecrets(MANIFESTS, cluster({ NATS_URL: '' }))).toEqual(['secret own lacks NATS_URL']);
    expect(await missingSecrets(MANIFESTS, cluster({ NATS_URL: 'nats://n:4222' }))).toEqual([]);
  });

  it('validates the configuration with what the secrets hold, and never repeats a value', async () => {
    expect(await configurationProblems(MANIFESTS, cluster({ NATS_URL: 'nats://n:4222', DATABASE_URL: 'postgres://u:p@db/x' }))).toEqual([]);
    const [problem, ...more] = await configurationProblems(MANIFESTS, cluster({ DATABASE_URL: 'mysql://u:hunter2@db/x' }));
    expect(more).toEqual([]);
    expect(problem).toMatch(/^database\.url is not a URL that begins with postgres:\/\/ or postgresql:\/\//);
    expect(problem).not.toContain('hunter2');
  });

  it.each([[[], 'A command is missing'], [['deploy'], 'There is no command "deploy"'], [['plan', 'now'], 'Nothing is expected after plan'], [['plan', '--timeout', 'soon'], '--timeout takes a number'], [['plan', '--forse'], "'--forse'"]])('refuses %j', (argv, says) => {
    expect(() => readOptions(argv)).toThrow(UsageError);
    expect(() => readOptions(argv)).toThrow(says);
  });
});
