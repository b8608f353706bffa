import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@twinmcp/testing';

const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const;
const BUILT = fileURLToPath(new URL('../../../node_modules/.cache/k8s-control-plane', import.meta.url));
const START_LIMIT_MS = 120_000;

export interface ControlPlane {
  /** For `--kubeconfig`, as an administrator. */
  readonly kubeconfig: string;
  readonly version: string;
  /** kubectl to its end. Throws with what it said when it failed. */
  kubectl(args: readonly string[], input?: string): string;
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** Folder of the programs; null when there is none. See `findControlPlane`. */
  readonly programs: string;
  readonly nodes?: number;
  /** Of each node. */
  readonly cpu?: string;
  readonly memory?: string;
}

/** The folder that holds the programs of a control plane: `$K8S_CONTROL_PLANE`, where build.mjs puts them, or one of the PATH. Null = none. */
export function findControlPlane(environment: { readonly K8S_CONTROL_PLANE?: string | undefined; readonly PATH?: string | undefined }): string | null {
  const folders = [environment.K8S_CONTROL_PLANE, BUILT, ...(environment.PATH ?? '').split(path.delimiter)];
  return folders.find((folder) => folder && PROGRAMS.every((program) => existsSync(path.join(folder, program)))) ?? null;
}

/** etcd, API server, controllers and scheduler on loopback, with nodes that are not there: pods become ready and run nothing. Needs kubectl. */
export async function startControlPlane({ programs, nodes = 1, cpu = '32', memory = '128Gi' }: ControlPlaneOptions): Promise<ControlPlane> {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-kubernetes-'));
  const file = (name: string): string => path.join(folder, name);
  const children: ChildProcess[] = [];
  const begin = (program: (typeof PROGRAMS)[number], args: readonly string[]): void => {
    const log = openSync(file(`${program}.log`), 'a');
    const child = spawn(path.join(programs, program), args, { cwd: folder, stdio: ['ignore', log, log] });
    process.once('exit', () => child.kill('SIGKILL'));
    children.unshift(child);
  };
  const stop = async (): Promise<void> => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL'); // nothing of it is kept
      await ended;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const [client, peer, api] = [await freePort(), await freePort(), await freePort()];
    const token = randomBytes(24).toString('hex');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    writeFileSync(file('accounts.key'), privateKey, { mode: 0o600 });
    writeFileSync(file('tokens.csv'), `${token},administrator,administrator,"system:masters"\n`, { mode: 0o600 });
    const kubeconfig = file('kubeconfig');
    writeFileSync(kubeconfig, JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'local', clusters: [{ name: 'local', cluster: { server: `https://127.0.0.1:${api}`, 'insecure-skip-tls-verify': true } }], users: [{ name: 'administrator', user: { token } }], contexts: [{ name: 'local', context: { cluster: 'local', user: 'administrator' } }] }), { mode: 0o600 });

    const etcd = `http://127.0.0.1:${client}`;
    begin('etcd', ['--data-dir', file('etcd'), '--unsafe-no-fsync', `--listen-client-urls=${etcd}`, `--advertise-client-urls=${etcd}`, `--listen-peer-urls=http://127.0.0.1:${peer}`]);
    begin('kube-apiserver', [`--etcd-servers=${etcd}`, '--bind-address=127.0.0.1', `--secure-port=${api}`, `--cert-dir=${file('certificates')}`, '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${file('accounts.key')}`, `--service-account-signing-key-file=${file('accounts.key')}`, `--token-auth-file=${file('tokens.csv')}`, '--authorization-mode=RBAC', '--service-cluster-ip-range=10.96.0.0/16']);
    const kubectl = (args: readonly string[], input?: string): string => {
      const { status, stdout, stderr, error } = spawnSync('kubectl', ['--kubeconfig', kubeconfig, ...args], { encoding: 'utf8', input, timeout: 60_000 });
      if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${error?.message ?? stderr}`);
      return stdout;
    };
    const until = async (what: string, attempt: () => unknown): Promise<void> => {
      for (const end = Date.now() + START_LIMIT_MS; ; await sleep(250)) {
        const dead = children.find(({ exitCode }) => exitCode !== null);
        if (dead) throw new Error(`${dead.spawnfile} ended with ${dead.exitCode}: ${readFileSync(file(`${path.basename(dead.spawnfile)}.log`), 'utf8').slice(-2_000)}`);
        try {
          return void attempt();
        } catch (error) {
          if (Date.now() > end) throw new Error(`${what} did not come within ${START_LIMIT_MS / 1_000} s`, { cause: error });
        }
      }
    };
    await until('the API server', () => kubectl(['get', '--raw', '/readyz']));
    // Nodes that say nothing are not evicted; addresses and balancers are not handed out.
    begin('kube-controller-manager', ['--kubeconfig', kubeconfig, `--service-account-private-key-file=${file('accounts.key')}`, '--leader-elect=false', '--secure-port=0', '--controllers=*,-node-lifecycle-controller,-node-ipam-controller,-node-route-controller,-service-lb-controller', '--horizontal-pod-autoscaler-sync-period=2s']);
    begin('kube-scheduler', ['--kubeconfig', kubeconfig, '--leader-elect=false', '--secure-port=0']);
    begin('kwok', ['--kubeconfig', kubeconfig, '--manage-all-nodes=true']);
    await until('the name space', () => kubectl(['get', 'serviceaccount', 'default']));
    kubectl(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...Array.from({ length: nodes }, (_, at) => node(`node-${at}`, cpu, memory)), storageClass, ...Array.from({ length: 12 }, (_, at) => volume(`volume-${at}`))] }));
    // The API server marks every new node as not ready; the controller that would take the mark away is off.
    await until('the nodes', () => {
      kubectl(['taint', 'nodes', '--all', 'node.kubernetes.io/not-ready-']);
    });
    await until('ready nodes', () => kubectl(['wait', '--for=condition=Ready', 'nodes', '--all', '--timeout=30s']));
    const version = (JSON.parse(kubectl(['version', '-o', 'json'])) as { serverVersion: { gitVersion: string } }).serverVersion.gitVersion;
    return { kubeconfig, version, kubectl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const node = (name: string, cpu: string, memory: string): object => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'topology.kubernetes.io/zone': 'a' } }, status: { allocatable: { cpu, memory, pods: '110', 'ephemeral-storage': '500Gi' }, capacity: { cpu, memory, pods: '110', 'ephemeral-storage': '500Gi' } } });
const storageClass = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'standing', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }, provisioner: 'kubernetes.io/no-provisioner' };
const volume = (name: string): object => ({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name }, spec: { storageClassName: 'standing', capacity: { storage: '100Gi' }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Retain', hostPath: { path: '/none' } } });
