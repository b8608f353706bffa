import { withTimeout } from '@twinmcp/kernel';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { METRICS, type MetricDefinition } from '../telemetry/metrics.table.ts';

export type { Counter, Gauge, Histogram, Registry as MetricsRegistry } from 'prom-client';

const STORE_EVERY_MS = 60_000;
/** A collector gives up after ten seconds; a slow store must not cost it the other metrics. */
const COLLECT_MS = 2_000;

type LabelOf<D extends MetricDefinition> = keyof D['labels'] & string;

/** The one place that makes metrics: what is not in the table cannot be made. `collect` runs when the metric is read. */
export function counter<D extends MetricDefinition & { readonly type: 'counter' }>(definition: D, registry: Registry, collect?: (counter: Counter<LabelOf<D>>) => void | Promise<void>): Counter<LabelOf<D>> {
  const made: Counter<LabelOf<D>> = new Counter({ ...described(definition, registry), ...(collect && { collect: () => collect(made) }) });
  return made;
}

export function gauge<D extends MetricDefinition & { readonly type: 'gauge' }>(definition: D, registry: Registry, collect?: (gauge: Gauge<LabelOf<D>>) => void | Promise<void>): Gauge<LabelOf<D>> {
  const made: Gauge<LabelOf<D>> = new Gauge({ ...described(definition, registry), ...(collect && { collect: () => collect(made) }) });
  return made;
}

export function histogram<D extends MetricDefinition & { readonly type: 'histogram' }>(definition: D, registry: Registry): Histogram<LabelOf<D>> {
  return new Histogram({ ...described(definition, registry), buckets: [...definition.buckets!] });
}

/** Labels stand in the help, where whoever reads /metrics finds them. */
function described<D extends MetricDefinition>(definition: D, registry: Registry): { name: string; help: string; labelNames: LabelOf<D>[]; registers: Registry[] } {
  return { name: definition.name, help: definition.help, labelNames: Object.keys(definition.labels) as LabelOf<D>[], registers: [registry] };
}

export interface CacheFigures {
  /** Since the start. */
  readonly hits: number;
  readonly misses: number;
  /** Absent where another process keeps them. */
  readonly entries?: number;
}

export interface PoolFigures {
  readonly inUse?: number;
  readonly size?: number;
  readonly waiting?: number;
}

interface Watched {
  readonly caches: Map<string, { readonly read: () => CacheFigures; hits: number; misses: number }>;
  readonly pools: Map<string, (() => PoolFigures)[]>;
  readonly stores: Map<string, { readonly read: () => Promise<number | null>; at: number; bytes: Promise<number | null> }>;
}

const watched = new WeakMap<Registry, Watched>();

/** A cache by its name in `twinmcp_cache_requests_total`; what `read` says is taken when metrics are asked for. */
export function watchCache(registry: Registry, cache: string, read: () => CacheFigures): void {
  figuresOf(registry).caches.set(cache, { read, hits: 0, misses: 0 });
}

/** A pool by its name in `twinmcp_pool_in_use`; several of one name are told together. */
export function watchPool(registry: Registry, pool: string, read: () => PoolFigures): void {
  const { pools } = figuresOf(registry);
  pools.set(pool, [...(pools.get(pool) ?? []), read]);
}

/** What a store takes on disk, by its name in `twinmcp_store_bytes`; null = not known. Asked once a minute at most, because to find out may take a while. */
export function watchStore(registry: Registry, store: string, read: () => Promise<number | null>): void {
  figuresOf(registry).stores.set(store, { read, at: Number.NEGATIVE_INFINITY, bytes: Promise.resolve(null) });
}

function figuresOf(registry: Registry): Watched {
  const known = watched.get(registry);
  if (known) return known;
  const made: Watched = { caches: new Map(), pools: new Map(), stores: new Map() };
  watched.set(registry, made);
  counter(METRICS.cacheRequests, registry, (requests) => {
    for (const [cache, seen] of made.caches) {
      const { hits, misses } = seen.read();
      requests.inc({ cache, outcome: 'hit' }, Math.max(0, hits - seen.hits));
      requests.inc({ cache, outcome: 'miss' }, Math.max(0, misses - seen.misses));
      Object.assign(seen, { hits, misses });
    }
  });
  gauge(METRICS.cacheEntries, registry, (entries) => {
    for (const [cache, { read }] of made.caches) {
      const held = read().entries;
      if (held !== undefined) entries.set({ cache }, held);
    }
  });
  const ofPools = (definition: typeof METRICS.poolInUse | typeof METRICS.poolSize | typeof METRICS.poolWaiting, member: keyof PoolFigures) =>
    gauge(definition, registry, (figure) => {
      figure.reset();
      for (const [pool, read] of made.pools) {
        const values = read.map((one) => one()[member]).filter((value) => value !== undefined);
        if (values.length > 0) figure.set({ pool }, values.reduce((sum, value) => sum + value, 0));
      }
    });
  ofPools(METRICS.poolInUse, 'inUse');
  ofPools(METRICS.poolSize, 'size');
  ofPools(METRICS.poolWaiting, 'waiting');
  gauge(METRICS.storeBytes, registry, (bytes) => Promise.all([...made.stores].map(async ([store, seen]) => {
    if (performance.now() - seen.at > STORE_EVERY_MS) {
      seen.at = performance.now();
      seen.bytes = seen.read().catch(() => null);
    }
    const now = await withTimeout(seen.bytes, COLLECT_MS, store).catch(() => null);
    if (now !== null) bytes.set({ store }, now);
  })).then(() => {}));
  return made;
}
