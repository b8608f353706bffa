// `npm run k8s:check`: the chart and the kustomize files, checked by schemas and policies, and installed on a control plane when there
// is one (control-plane/build.mjs). Needs helm and kubectl on the PATH; the documents of Kubernetes come from $K8S_OPENAPI_DIR or the
// module cache of Go (go mod download k8s.io/kubernetes@v1.34.2). What is missing is said and skipped; with --strict a skip is a
// failure. Exit code 0 = clean, 1 = findings.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { differences, normalise, renderBase, renderComponents } from './base.ts';
import { CHART, ROOT, has, lint, run, template } from './helm.ts';
import { parseManifests, type Manifest } from './manifest.ts';
import { REFUSED, VALUE_SETS } from './matrix.ts';
import { checkCluster } from './cluster.ts';
import { KubernetesSchema, schemaFiles } from './openapi.ts';
import { checkPolicies } from './policies.ts';
import { checkContainers } from './containers.ts';
import { checkRules } from './rules.ts';

const strict = process.argv.includes('--strict');
let passed = 0;
let skipped = 0;
const failures: string[] = [];

function check(what: string, findings: readonly string[]): void {
  if (findings.length === 0) passed++;
  else failures.push(...findings.map((finding) => `${what}: ${finding}`));
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${what}${findings.length > 0 ? `\n    ${findings.join('\n    ')}` : ''}`);
}

function skip(what: string, why: string): void {
  skipped++;
  console.log(`- ${what}: skipped, ${why}`);
}

const schemas = schemaFiles(process.env).map((file) => new KubernetesSchema(file));
if (schemas.length === 0) skip('schemas of Kubernetes', 'neither $K8S_OPENAPI_DIR nor the module k8s.io/kubernetes in the module cache of Go');
const checkAll = (what: string, manifests: readonly Manifest[]): void => {
  check(`${what}: policies`, checkPolicies(manifests));
  for (const schema of schemas) check(`${what}: Kubernetes ${schema.version}`, schema.check(manifests));
};

if (has('helm')) {
  const all = VALUE_SETS['least needed']!;
  const linted = lint(all);
  check('helm lint --strict', linted.ok ? [] : [`${linted.output}${linted.error}`]);
  for (const [name, values] of Object.entries(VALUE_SETS)) {
    const { ok, output, error } = template(values);
    if (ok) checkAll(`values "${name}"`, parseManifests(output));
    else check(`values "${name}"`, [error]);
  }
  for (const [name, { values, says }] of Object.entries(REFUSED)) {
    const { ok, error } = template(values);
    check(`refused: ${name}`, ok ? ['was accepted'] : says.test(error) ? [] : [`said something else: ${error}`]);
  }
} else skip(`the chart in ${path.relative(ROOT, CHART)}`, 'helm is not on the PATH');

if (has('kubectl')) {
  const build = (folder: string): Manifest[] => {
    const { ok, output, error } = run('kubectl', ['kustomize', path.join(ROOT, 'k8s', folder)]);
    if (!ok) check(`kustomize ${folder}`, [error]);
    return ok ? parseManifests(output) : [];
  };
  const base = build('base');
  checkAll('k8s/base', base);
  if (has('helm')) check('k8s/base has the effect of the chart', differences(renderBase(), normalise(base)));
  if (has('helm')) for (const [name, manifests] of renderComponents()) check(`k8s/components/${name} is what the chart makes`, differences(manifests, parseManifests(readFileSync(path.join(ROOT, 'k8s/components', name), 'utf8'))));
  for (const overlay of readdirSync(path.join(ROOT, 'k8s/overlays'))) checkAll(`k8s/overlays/${overlay}`, build(`overlays/${overlay}`));
} else skip('kustomize', 'kubectl is not on the PATH');

for (const { what, findings, missing } of [...checkRules(), ...checkContainers(process.env), ...(await checkCluster(process.env))]) {
  if (missing) skip(what, missing);
  else check(what, findings);
}

console.log('');
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failures.length} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failures.length > 0 || (strict && skipped > 0) ? 1 : 0;
