import { createReadStream, createWriteStream, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Points with their vectors and payloads, as lines: unlike Qdrant's own snapshots they can be read back into another version and another number of shards. */
const PAGE = 256;
const ALIASES = 'aliases.json';
const REQUEST_MS = 120_000;

interface Described {
  readonly config: { readonly params: Readonly<Record<string, unknown>>; readonly hnsw_config?: unknown; readonly quantization_config?: unknown; readonly metadata?: unknown };
  readonly payload_schema: Readonly<Record<string, { readonly data_type: string; readonly params?: unknown }>>;
}

interface Alias {
  readonly alias_name: string;
  readonly collection_name: string;
}

export async function backUpQdrant(url: string, folder: string): Promise<string[]> {
  const names = await collections(url);
  for (const [at, name] of names.entries()) {
    writeFileSync(path.join(folder, `${at}.json`), JSON.stringify({ name, ...(await call<Described>(url, 'GET', `/collections/${encodeURIComponent(name)}`)) }), { mode: 0o600 });
    const zipped = createGzip();
    const written = finished(zipped.pipe(createWriteStream(path.join(folder, `${at}.points.gz`), { mode: 0o600 })));
    for (let offset: unknown = undefined; ; ) {
      const page = await call<{ points: object[]; next_page_offset: unknown }>(url, 'POST', `/collections/${encodeURIComponent(name)}/points/scroll`, { limit: PAGE, with_payload: true, with_vector: true, ...(offset !== undefined && { offset }) });
      for (const point of page.points) if (!zipped.write(`${JSON.stringify(point)}\n`)) await once(zipped, 'drain');
      offset = page.next_page_offset ?? undefined;
      if (offset === undefined) break;
    }
    zipped.end();
    await written;
  }
  writeFileSync(path.join(folder, ALIASES), JSON.stringify((await call<{ aliases: Alias[] }>(url, 'GET', '/aliases')).aliases), { mode: 0o600 });
  return names;
}

export async function qdrantIsEmpty(url: string): Promise<boolean> {
  return (await collections(url)).length === 0;
}

/** Aliases come last: what answers questions is named by them, so nothing half restored is asked. */
export async function restoreQdrant(url: string, folder: string, replace: boolean): Promise<void> {
  if (replace) for (const name of await collections(url)) await call(url, 'DELETE', `/collections/${encodeURIComponent(name)}`);
  for (const file of readdirSync(folder).filter((name) => /^\d+\.json$/.test(name))) {
    const { name, config, payload_schema } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Described & { name: string };
    const at = `/collections/${encodeURIComponent(name)}`;
    await call(url, 'PUT', at, withoutNulls({ ...config.params, hnsw_config: config.hnsw_config, quantization_config: config.quantization_config, metadata: config.metadata }));
    for (const [field, { data_type, params }] of Object.entries(payload_schema)) await call(url, 'PUT', `${at}/index?wait=true`, { field_name: field, field_schema: params ?? data_type });
    let page: object[] = [];
    const put = async (): Promise<void> => {
      if (page.length > 0) await call(url, 'PUT', `${at}/points?wait=true`, { points: page });
      page = [];
    };
    for await (const line of createInterface({ input: createReadStream(path.join(folder, file.replace('.json', '.points.gz'))).pipe(createGunzip()), crlfDelay: Infinity })) {
      const { id, payload, vector } = JSON.parse(line) as { id: unknown; payload: unknown; vector: unknown };
      if (page.push({ id, payload, vector }) === PAGE) await put();
    }
    await put();
  }
  const aliases = JSON.parse(readFileSync(path.join(folder, ALIASES), 'utf8')) as Alias[];
  if (aliases.length > 0) await call(url, 'POST', '/collections/aliases', { actions: aliases.map((create_alias) => ({ create_alias })) });
}

async function collections(url: string): Promise<string[]> {
  return (await call<{ collections: { name: string }[] }>(url, 'GET', '/collections')).collections.map(({ name }) => name).sort();
}

function withoutNulls(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}

async function call<T>(url: string, method: string, at: string, body?: object): Promise<T> {
  const key = process.env['QDRANT_API_KEY'];
  const response = await fetch(url.replace(/\/$/, '') + at, { method, headers: { ...(body && { 'content-type': 'application/json' }), ...(key && { 'api-key': key }) }, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(REQUEST_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`Qdrant answered ${response.status} to ${method} ${at}: ${text.slice(0, 500)}`);
  return (JSON.parse(text) as { result: T }).result;
}
