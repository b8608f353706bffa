// Makes the part of Qdrant's published OpenAPI document that requests to the server double are checked against: the
// operations that our adapter uses with every schema they reach, without prose. Run it when the version changes:
//   node tools/trim-qdrant-openapi.mjs <openapi.json of a Qdrant release> <version>
import { readFileSync, writeFileSync } from 'node:fs';

const [source, version] = process.argv.slice(2);
if (!source || !version) throw new Error('usage: node tools/trim-qdrant-openapi.mjs <openapi.json> <version>');

const collection = '/collections/{collection_name}';
const OPERATIONS = {
  '/': ['get'],
  '/readyz': ['get'],
  '/collections': ['get'],
  [collection]: ['get', 'put', 'delete'],
  [`${collection}/exists`]: ['get'],
  [`${collection}/index`]: ['put'],
  '/collections/aliases': ['post'],
  '/aliases': ['get'],
  [`${collection}/points`]: ['post', 'put'],
  [`${collection}/points/delete`]: ['post'],
  [`${collection}/points/payload`]: ['post'],
  [`${collection}/points/scroll`]: ['post'],
  [`${collection}/points/count`]: ['post'],
  [`${collection}/points/query`]: ['post'],
  [`${collection}/snapshots`]: ['get', 'post'],
  [`${collection}/snapshots/{snapshot_name}`]: ['delete'],
  [`${collection}/snapshots/recover`]: ['put'],
};
const document = JSON.parse(readFileSync(source, 'utf8'));

/** `properties` holds names of fields, which may be called like a word that is left out elsewhere. */
function withoutProse(value, names = false) {
  if (Array.isArray(value)) return value.map((one) => withoutProse(one));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => names || !['description', 'example', 'examples', 'summary', 'tags', 'title'].includes(key)).map(([key, inner]) => [key, withoutProse(inner, key === 'properties' && !names)]));
}

const paths = {};
for (const [path, methods] of Object.entries(OPERATIONS)) {
  paths[path] = {};
  for (const method of methods) {
    const operation = document.paths[path]?.[method];
    if (!operation) throw new Error(`the document has no ${method} ${path}`);
    const { operationId, parameters = [], requestBody, responses } = withoutProse(operation);
    paths[path][method] = { operationId, parameters, ...(requestBody ? { requestBody } : {}), responses: { 200: responses['200'] } };
  }
}

const schemas = {};
const reach = (value) => {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '$ref') reach(inner);
    else {
      const name = inner.replace('#/components/schemas/', '');
      if (schemas[name]) continue;
      schemas[name] = withoutProse(document.components.schemas[name]);
      reach(schemas[name]);
    }
  }
};
reach(paths);

const { title, license } = document.info;
const trimmed = { openapi: document.openapi, info: { title, license, version, 'x-trimmed': 'Part of the document that the makers of Qdrant publish (Apache-2.0), by tools/trim-qdrant-openapi.mjs' }, paths, components: { schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))) } };
const target = new URL('../libs/testing/src/servers/qdrant/openapi.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(trimmed, null, 1)}\n`);
console.log(`${Object.keys(paths).length} paths, ${Object.keys(schemas).length} schemas`);
