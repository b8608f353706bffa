/** The Grafana dashboards as data: `npm run dashboards` writes them, a test compares, another asks a Prometheus that scrapes the mesh every query. */
export interface Panel {
  readonly title: string;
  /** Legend → PromQL. Grafana's $__rate_interval is written out, so that a query can be asked anywhere. */
  readonly queries: Readonly<Record<string, string>>;
  readonly unit: 's' | 'reqps' | 'percentunit' | 'bytes' | 'short';
  readonly kind?: 'stat';
  /** Only there once something went wrong, or once a feature is used: no data is fine. */
  readonly mayBeEmpty?: boolean;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const ANSWERS = 'http_route=~"/v1/(context|search)|/mcp"';
const quantile = (q: number, by: string, selector: string, metric: string): string => `histogram_quantile(${q}, sum by (le${by ? `, ${by}` : ''}) (rate(${metric}_bucket{${selector}}[5m])))`;
/** Share of hits, of `metric` with an `outcome`. */
const hitRatio = (by: string): string => `sum by (${by}) (rate(twinmcp_cache_requests_total{outcome="hit"}[5m])) / sum by (${by}) (rate(twinmcp_cache_requests_total[5m]))`;
const mean = (metric: string, by = ''): string => `sum${by && ` by (${by})`} (rate(${metric}_sum[5m])) / sum${by && ` by (${by})`} (rate(${metric}_count[5m]))`;
const RPC = 'twinmcp_rpc_duration_seconds';
const HTTP = 'http_server_request_duration_seconds';

export const DASHBOARDS: readonly Dashboard[] = [
  {
    uid: 'twinmcp-overview', title: 'TwinMCP: overview',
    panels: [
      { title: 'Requests', kind: 'stat', unit: 'reqps', queries: { 'requests/s': `sum(rate(${HTTP}_count[5m]))` } },
      { title: 'Errors', kind: 'stat', unit: 'percentunit', queries: { share: `sum(rate(${HTTP}_count{http_response_status_code=~"5.."}[5m])) / sum(rate(${HTTP}_count[5m])) or vector(0)` } },
      { title: 'Answers, p95', kind: 'stat', unit: 's', queries: { p95: quantile(0.95, '', ANSWERS, HTTP) } },
      { title: 'Services that answer', kind: 'stat', unit: 'short', queries: { up: 'count(twinmcp_service_info)' } },
      { title: 'Answers by time', unit: 's', queries: { p50: quantile(0.5, '', ANSWERS, HTTP), p95: quantile(0.95, '', ANSWERS, HTTP), p99: quantile(0.99, '', ANSWERS, HTTP) } },
      { title: 'Requests by route', unit: 'reqps', queries: { '{{http_route}}': `sum by (http_route) (rate(${HTTP}_count[5m]))` } },
      { title: 'Requests by status', unit: 'reqps', queries: { '{{http_response_status_code}}': `sum by (http_response_status_code) (rate(${HTTP}_count[5m]))` } },
      { title: 'Jobs that wait or are worked on', unit: 'short', queries: { '{{queue}} {{state}}': 'max by (queue, state) (twinmcp_queue_depth)' } },
      { title: 'Quality of answers', unit: 'percentunit', queries: { 'mean, {{mode}}': mean('twinmcp_answer_quality', 'mode') } },
      { title: 'Answers that lack a part', unit: 'reqps', mayBeEmpty: true, queries: { '{{part}}': 'sum by (part) (rate(twinmcp_answers_degraded_total[5m]))' } },
    ],
  },
  {
    uid: 'twinmcp-service', title: 'TwinMCP: one service after the other',
    panels: [
      { title: 'Calls by service', unit: 'reqps', queries: { '{{service}}': `sum by (service) (rate(${RPC}_count{side="server"}[5m]))` } },
      { title: 'p95 by service and verb', unit: 's', queries: { '{{service}} {{verb}}': quantile(0.95, 'service, verb', 'side="server"', RPC) } },
      { title: 'Calls that did not end well', unit: 'reqps', mayBeEmpty: true, queries: { '{{service}} {{verb}} {{outcome}}': `sum by (service, verb, outcome) (rate(${RPC}_count{side="server",outcome!="ok"}[5m]))` } },
      { title: 'Calls tried again', unit: 'reqps', mayBeEmpty: true, queries: { '{{service}} {{reason}}': 'sum by (service, reason) (rate(twinmcp_rpc_retries_total[5m]))' } },
      { title: 'Event loop, p99', unit: 's', queries: { '{{instance}}': 'nodejs_eventloop_lag_p99_seconds' } },
      { title: 'Event loop, share of the time it works', unit: 'percentunit', queries: { '{{instance}}': 'nodejs_eventloop_utilization_ratio' } },
      { title: 'Garbage collection', unit: 'percentunit', queries: { '{{instance}} {{kind}}': 'sum by (instance, kind) (rate(nodejs_gc_duration_seconds_sum[5m]))' } },
      { title: 'Calls, requests and connections in hand', unit: 'short', queries: { '{{instance}} {{pool}}': 'twinmcp_pool_in_use' } },
      { title: 'Pools, share in use', unit: 'percentunit', queries: { '{{instance}} {{pool}}': 'twinmcp_pool_in_use / twinmcp_pool_size' } },
      { title: 'What waits for a pool', unit: 'short', queries: { '{{instance}} {{pool}}': 'twinmcp_pool_waiting' } },
      { title: 'Time between services and their callers', unit: 's', queries: { '{{service}}': `${quantile(0.95, 'service', 'side="client"', RPC)} - ${quantile(0.95, 'service', 'side="server"', RPC)}` } },
    ],
  },
  {
    uid: 'twinmcp-index', title: 'TwinMCP: index and quality',
    panels: [
      { title: 'Jobs', unit: 'short', queries: { '{{queue}} {{state}}': 'max by (queue, state) (twinmcp_queue_depth)' } },
      { title: 'Age of the oldest job', unit: 's', queries: { '{{queue}}': 'max by (queue) (twinmcp_queue_age_seconds)' } },
      { title: 'Jobs done', unit: 'reqps', queries: { '{{queue}} {{outcome}}': 'sum by (queue, outcome) (rate(twinmcp_job_duration_seconds_count[5m]))' } },
      { title: 'Time of a job, p95', unit: 's', queries: { '{{queue}}': quantile(0.95, 'queue', '', 'twinmcp_job_duration_seconds') } },
      { title: 'Jobs given up', unit: 'short', mayBeEmpty: true, queries: { '{{queue}}': 'sum by (queue) (increase(twinmcp_jobs_parked_total[1h]))' } },
      { title: 'Files by how they are indexed', unit: 'short', queries: { '{{coverage}}': 'max by (coverage) (twinmcp_index_files)' } },
      { title: 'Files that are not indexed, by reason', unit: 'short', mayBeEmpty: true, queries: { '{{reason}}': 'max by (reason) (twinmcp_index_files_skipped)' } },
      { title: 'Oldest change that cannot be found yet', unit: 's', queries: { '{{instance}}': 'twinmcp_index_lag_seconds' } },
      { title: 'Longest time since a workspace was compared', unit: 's', queries: { '{{instance}}': 'twinmcp_index_age_seconds' } },
      { title: 'From edit to searchable, p95', unit: 's', mayBeEmpty: true, queries: { p95: quantile(0.95, '', '', 'twinmcp_edit_searchable_seconds') } },
      { title: 'Workspaces', unit: 'short', queries: { '{{state}}': 'max by (state) (twinmcp_index_workspaces)' } },
      { title: 'Confidence in the best file', unit: 'percentunit', queries: { 'mean, {{mode}}': mean('twinmcp_answer_confidence', 'mode') } },
      { title: 'Quality of the vectors, worst workspace', unit: 'percentunit', mayBeEmpty: true, queries: { '{{measure}}': 'min by (measure) (twinmcp_vector_quality_ratio)' } },
      { title: 'Texts embedded', unit: 'reqps', mayBeEmpty: true, queries: { '{{model}}': 'sum by (model) (rate(twinmcp_embedding_usage_total{what="texts"}[5m]))' } },
      { title: 'Cost of embedding providers', unit: 'short', mayBeEmpty: true, queries: { '{{model}}': 'sum by (model) (increase(twinmcp_embedding_usage_total{what="cost"}[1d]))' } },
    ],
  },
  {
    uid: 'twinmcp-capacity', title: 'TwinMCP: capacity',
    panels: [
      { title: 'Memory', unit: 'bytes', queries: { '{{instance}}': 'process_resident_memory_bytes' } },
      { title: 'Heap', unit: 'bytes', queries: { '{{instance}}': 'nodejs_heap_size_used_bytes' } },
      { title: 'CPU, cores', unit: 'short', queries: { '{{instance}}': 'rate(process_cpu_seconds_total[5m])' } },
      { title: 'CPU of one request, seconds', unit: 's', queries: { 'all services': `sum(rate(process_cpu_seconds_total[5m])) / sum(rate(${HTTP}_count{${ANSWERS}}[5m]))` } },
      { title: 'Search in the index, p95', unit: 's', queries: { '{{channel}} {{storage}}': quantile(0.95, 'channel, storage', '', 'twinmcp_index_query_seconds') } },
      { title: 'Searches in the index', unit: 'reqps', queries: { '{{channel}}': 'sum by (channel) (rate(twinmcp_index_query_seconds_count[5m]))' } },
      { title: 'Writes of the index, p95', unit: 's', queries: { '{{storage}}': quantile(0.95, 'storage', '', 'twinmcp_index_write_seconds') } },
      { title: 'Found in caches', unit: 'percentunit', queries: { '{{cache}}': hitRatio('cache') } },
      { title: 'Size of stores', unit: 'bytes', queries: { '{{instance}} {{store}}': 'twinmcp_store_bytes' } },
      { title: 'Chunks', unit: 'short', queries: { 'all workspaces': 'max(twinmcp_index_chunks)' } },
      { title: 'Shards: queries', unit: 'reqps', mayBeEmpty: true, queries: { '{{shard}}': 'sum by (shard) (rate(twinmcp_index_shard_calls_total{what="queries"}[5m]))' } },
      { title: 'Shards: mean time of a query', unit: 's', mayBeEmpty: true, queries: { '{{shard}}': 'sum by (shard) (rate(twinmcp_index_shard_query_seconds_total[5m])) / sum by (shard) (rate(twinmcp_index_shard_calls_total{what="queries"}[5m]))' } },
      { title: 'Spans that were lost', unit: 'reqps', mayBeEmpty: true, queries: { '{{instance}} {{outcome}}': 'rate(twinmcp_telemetry_spans_total{outcome!="exported"}[5m])' } },
      { title: 'Open handles', unit: 'short', queries: { '{{instance}}': 'nodejs_active_handles_total' } },
      { title: 'File descriptors in use', unit: 'percentunit', queries: { '{{instance}}': 'process_open_fds / process_max_fds' } },
    ],
  },
  {
    uid: 'twinmcp-evolution', title: 'TwinMCP: versions and change',
    panels: [
      { title: 'Versions that run', unit: 'short', queries: { '{{service}} {{version}}': 'sum by (service, version) (twinmcp_service_info)' } },
      { title: 'Restarts', unit: 'short', queries: { '{{instance}}': 'changes(process_start_time_seconds[1h])' } },
      { title: 'Requests, this week against last', unit: 'percentunit', mayBeEmpty: true, queries: { ratio: `sum(increase(${HTTP}_count[1d])) / sum(increase(${HTTP}_count[1d] offset 7d))` } },
      { title: 'Memory, growth a day', unit: 'bytes', queries: { '{{instance}}': 'deriv(process_resident_memory_bytes[6h]) * 86400' } },
      { title: 'Answers, p95 by version', unit: 's', queries: { p95: quantile(0.95, '', ANSWERS, HTTP) } },
    ],
  },
];

/** As Grafana imports it. Positions follow from the order: four figures in a row, then two charts. */
export function toGrafana({ uid, title, panels }: Dashboard): object {
  let x = 0;
  let y = 0;
  const laidOut = panels.map(({ title: name, kind, queries, unit }, i) => {
    const [w, h] = kind === 'stat' ? [6, 4] : [12, 8];
    if (x + w > 24) [x, y] = [0, y + (panels[i - 1]?.kind === 'stat' ? 4 : 8)];
    const gridPos = { x, y, w, h };
    x += w;
    return {
      id: i + 1, title: name, type: kind ?? 'timeseries', gridPos, datasource: { type: 'prometheus', uid: '${datasource}' },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: Object.entries(queries).map(([legendFormat, expr], j) => ({ refId: String.fromCharCode(65 + j), expr, legendFormat })),
    };
  });
  return {
    uid, title, tags: ['twinmcp'], schemaVersion: 41, editable: true, refresh: '30s', time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' }] },
    panels: laidOut,
  };
}
