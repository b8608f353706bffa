import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { nameOf, type Manifest } from './manifest.ts';

/** Kinds of other projects: their definitions are not in the document of Kubernetes. */
const FOREIGN_GROUPS = /^(?:monitoring\.coreos\.com|keda\.sh|gateway\.networking\.k8s\.io)\//;

interface Definition {
  properties?: Record<string, unknown>;
  additionalProperties?: unknown;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
  'x-kubernetes-int-or-string'?: boolean;
  [key: string]: unknown;
}

/** Checks manifests by the OpenAPI document of one version of Kubernetes (`api/openapi-spec/swagger.json` of its source). */
export class KubernetesSchema {
  readonly version: string;
  readonly #definitions: Record<string, Definition>;
  readonly #byKind = new Map<string, string>();
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });

  constructor(file: string) {
    const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as { definitions: Record<string, Definition> };
    this.version = /kubernetes@v([\d.]+)/.exec(file)?.[1] ?? path.basename(file, '.json');
    this.#definitions = strict(definitions);
    for (const [name, definition] of Object.entries(definitions)) {
      const kinds = definition['x-kubernetes-group-version-kind'] ?? [];
      if (kinds.length === 1) this.#byKind.set(`${kinds[0]!.group ? `${kinds[0]!.group}/` : ''}${kinds[0]!.version} ${kinds[0]!.kind}`, name);
    }
    this.#ajv.addSchema({ $id: 'k8s', definitions: this.#definitions });
  }

  check(manifests: readonly Manifest[]): string[] {
    return manifests.flatMap((manifest) => {
      const { apiVersion, kind } = manifest;
      if (FOREIGN_GROUPS.test(apiVersion)) return [];
      const name = this.#byKind.get(`${apiVersion} ${kind}`);
      if (!name) return [`${nameOf(manifest)}: ${apiVersion} ${kind} is not known to Kubernetes ${this.version}`];
      let validate = this.#compiled.get(name);
      if (!validate) this.#compiled.set(name, (validate = this.#ajv.compile({ $ref: `k8s#/definitions/${name}` })));
      if (validate(manifest)) return [];
      return (validate.errors ?? []).slice(0, 5).map(({ instancePath, message, params }) => `${nameOf(manifest)}${instancePath}: ${message}${'additionalProperty' in params ? ` (${params.additionalProperty})` : ''}`);
    });
  }
}

/** Unknown fields are typing errors; quantities and ports may be numbers or text. */
function strict(definitions: Record<string, Definition>): Record<string, Definition> {
  return Object.fromEntries(Object.entries(definitions).map(([name, definition]) => {
    if (/\.(?:IntOrString|Quantity)$/.test(name)) return [name, { type: ['string', 'number'] } as Definition];
    return [name, definition.properties && definition.additionalProperties === undefined ? { ...definition, additionalProperties: false } : definition];
  }));
}

/** Documents at hand: `$K8S_OPENAPI_DIR/*.json`, and modules `k8s.io/kubernetes@v1.x` in the module cache of Go, newest last. */
export function schemaFiles(environment: { readonly K8S_OPENAPI_DIR?: string | undefined; readonly GOMODCACHE?: string | undefined; readonly GOPATH?: string | undefined; readonly HOME?: string | undefined }): string[] {
  const folder = environment.K8S_OPENAPI_DIR;
  if (folder) return readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => path.join(folder, name));
  const modules = path.join(environment.GOMODCACHE ?? path.join(environment.GOPATH ?? path.join(environment.HOME ?? '/', 'go'), 'pkg/mod'), 'k8s.io');
  if (!existsSync(modules)) return [];
  return readdirSync(modules).filter((name) => /^kubernetes@v1\.\d+\.\d+$/.test(name)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => path.join(modules, name, 'api/openapi-spec/swagger.json')).filter((file) => existsSync(file));
}
