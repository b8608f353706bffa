import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from './manifest.ts';
import { KubernetesSchema, schemaFiles } from './openapi.ts';

const DOCUMENT = {
  definitions: {
    'io.k8s.api.apps.v1.Deployment': { type: 'object', properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, spec: { $ref: '#/definitions/io.k8s.api.apps.v1.DeploymentSpec' } }, 'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }] },
    'io.k8s.api.apps.v1.DeploymentSpec': { type: 'object', required: ['selector'], properties: { replicas: { type: 'integer' }, selector: { type: 'object' }, limit: { $ref: '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity' } } },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
  },
};

describe('KubernetesSchema', () => {
  let folder: string;
  let schema: KubernetesSchema;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-openapi-'));
    writeFileSync(path.join(folder, '1.34.json'), JSON.stringify(DOCUMENT));
    schema = new KubernetesSchema(schemaFiles({ K8S_OPENAPI_DIR: folder })[0]!);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const deployment = (spec: object, kind = 'Deployment'): Manifest => ({ apiVersion: 'apps/v1', kind, metadata: { name: 'x' }, spec });

  it.each<[string, Manifest, RegExp | null]>([
    ['what is right', deployment({ replicas: 2, selector: {}, limit: 5 }), null],
    ['an unknown field', deployment({ replicas: 2, selector: {}, replica: 1 }), /replica\)/],
    ['a wrong type', deployment({ replicas: '2', selector: {} }), /spec\/replicas: must be integer/],
    ['a missing field', deployment({ replicas: 2 }), /must have required property 'selector'/],
    ['a kind that is not there', deployment({}, 'Deploiment'), /not known to Kubernetes 1\.34/],
    ['an object of another project', { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'x' } }, null],
  ])('judges %s', (_what, manifest, says) => {
    const findings = schema.check([manifest]);
    if (says) expect(findings.join()).toMatch(says);
    else expect(findings).toEqual([]);
  });
});
