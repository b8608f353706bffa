// A real control plane of Kubernetes without containers, built from the modules of Go: etcd, kube-apiserver, kube-controller-manager,
// kube-scheduler, and kwok, which stands for the nodes (pods are scheduled and become ready, but nothing runs in them).
//   node tools/k8s/control-plane/build.mjs [folder]      default: node_modules/.cache/k8s-control-plane; ten minutes on two cores, once
// Needs Go >= 1.24. `npm run k8s:check` and the tests of tools/deploy use it when it is there.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const KUBERNETES = '1.34.2';
const ETCD = '3.6.6';
const KWOK = '0.7.0';

const folder = path.resolve(process.argv[2] ?? fileURLToPath(new URL('../../../node_modules/.cache/k8s-control-plane', import.meta.url)));
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(path.join(tmpdir(), 'twinmcp-control-plane-'));
const go = (cwd, ...args) => execFileSync('go', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', env: { ...process.env, GOFLAGS: `${process.env.GOFLAGS ?? ''} -mod=mod`.trim(), CGO_ENABLED: '0' } });

/** A module of ours that asks for theirs: `go install` refuses modules whose go.mod replaces others, a main module may say what they are replaced by. */
function moduleFor(name, lines) {
  const cwd = path.join(work, name);
  mkdirSync(cwd);
  writeFileSync(path.join(cwd, 'go.mod'), `module control-plane\n\ngo 1.24.0\n\n${lines.join('\n')}\n`);
  return cwd;
}

try {
  console.log(`etcd ${ETCD}`);
  const etcd = moduleFor('etcd', [`require go.etcd.io/etcd/server/v3 v${ETCD}`]);
  go(etcd, 'build', '-o', path.join(folder, 'etcd'), '-ldflags', '-s -w', 'go.etcd.io/etcd/server/v3');

  console.log(`kwok ${KWOK}`);
  const kwok = moduleFor('kwok', [`require sigs.k8s.io/kwok v${KWOK}`]);
  go(kwok, 'build', '-o', path.join(folder, 'kwok'), '-ldflags', '-s -w', 'sigs.k8s.io/kwok/cmd/kwok');

  console.log(`Kubernetes ${KUBERNETES}`);
  const fetched = JSON.parse(go(work, 'mod', 'download', '-json', `k8s.io/kubernetes@v${KUBERNETES}`));
  const own = JSON.parse(go(work, 'mod', 'edit', '-json', fetched.GoMod));
  // Its libraries live in its own tree; published, they carry the version 0.<minor>.<patch>.
  const libraries = own.Replace.map(({ Old }) => `replace ${Old.Path} => ${Old.Path} v${KUBERNETES.replace(/^1/, '0')}`);
  const kubernetes = moduleFor('kubernetes', [`require k8s.io/kubernetes v${KUBERNETES}`, ...libraries]);
  const version = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].map((at) => `-X ${at}.gitVersion=v${KUBERNETES} -X ${at}.gitMajor=1 -X ${at}.gitMinor=${KUBERNETES.split('.')[1]}`).join(' ');
  go(kubernetes, 'build', '-o', `${folder}/`, '-ldflags', `-s -w ${version}`, ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => `k8s.io/kubernetes/cmd/${name}`));
  console.log(`built in ${folder}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
