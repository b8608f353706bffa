import type { ServiceName } from '@twinmcp/contracts';

export interface MetricDefinition {
  /** As Prometheus has it. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly unit: 's' | 'bytes' | 'ratio' | '1';
  readonly help: string;
  /** Label → its values, which are few: never a path, a question, an id, a workspace. */
  readonly labels: Readonly<Record<string, string>>;
  readonly services: readonly ServiceName[] | 'all';
  readonly buckets?: readonly number[];
  /** What must be so for it to be there; absent = always. */
  readonly when?: string;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * Every metric, declared once. docs/operations/telemetry.md is made of this table; dashboards, alert rules and the running
 * services are held to it by tests. The names are frozen: others' dashboards and rules use them.
 */
export const METRICS = {
  httpDuration: {
    name: 'http_server_request_duration_seconds', type: 'histogram', unit: 's', services: ['gateway'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    help: 'Time from the first byte of a request to the last of its answer.', labels: { http_request_method: 'method', http_route: 'pattern of the route', http_response_status_code: 'status' },
  },
  rpcDuration: {
    name: 'twinmcp_rpc_duration_seconds', type: 'histogram', unit: 's', services: 'all', buckets: SECONDS,
    help: 'Time of RPC calls.', labels: { side: 'client, server', service: 'service that is called', verb: 'its verb', outcome: 'ok or the error code' },
  },
  rpcRetries: { name: 'twinmcp_rpc_retries_total', type: 'counter', unit: '1', services: 'all', help: 'Attempts of RPC calls that were tried again.', labels: { service: 'service that is called', verb: 'its verb', reason: 'why' }, when: 'a call was tried again' },
  jobDuration: {
    name: 'twinmcp_job_duration_seconds', type: 'histogram', unit: 's', services: ['ast-analysis'], buckets: [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600],
    help: 'Time of one delivery of a job.', labels: { queue: 'queue', outcome: 'done, failed, returned' },
  },
  jobsParked: { name: 'twinmcp_jobs_parked_total', type: 'counter', unit: '1', services: ['ast-analysis'], help: 'Jobs given up after too many deliveries.', labels: { queue: 'queue' }, when: 'a job was given up' },
  eventsFailed: { name: 'twinmcp_events_failed_total', type: 'counter', unit: '1', services: 'all', help: 'Events that a handler could not take.', labels: { event: 'event' }, when: 'an event could not be taken' },
  queueDepth: { name: 'twinmcp_queue_depth', type: 'gauge', unit: '1', services: ['ast-analysis'], help: 'Jobs by queue and state, told by the services that work on them, over all of them.', labels: { queue: 'queue', state: 'waiting, working' } },
  queueAge: { name: 'twinmcp_queue_age_seconds', type: 'gauge', unit: 's', services: ['ast-analysis'], help: 'Age of the oldest job that is not done.', labels: { queue: 'queue' } },
  serviceInfo: { name: 'twinmcp_service_info', type: 'gauge', unit: '1', services: 'all', help: '1, labelled with what runs.', labels: { service: 'service', version: 'version' } },
  spans: { name: 'twinmcp_telemetry_spans_total', type: 'counter', unit: '1', services: 'all', help: 'Spans by what became of them.', labels: { outcome: 'exported; failed: refused or not delivered in time; dropped: no room in the queue' }, when: '`telemetry.endpoint` is set' },

  eventLoop: { name: 'nodejs_eventloop_utilization_ratio', type: 'gauge', unit: 'ratio', services: 'all', help: 'Share of the time since it was asked last that the main thread worked, 0..1.', labels: {} },
  poolInUse: { name: 'twinmcp_pool_in_use', type: 'gauge', unit: '1', services: 'all', help: 'Members of a pool that work.', labels: { pool: 'calls (being answered), requests (at the edge), nats (requests that wait for their answer), parsers, jobs, postgres' } },
  poolSize: { name: 'twinmcp_pool_size', type: 'gauge', unit: '1', services: ['gateway', 'ast-analysis'], help: 'Members that a pool may have; calls and nats have no bound.', labels: { pool: 'parsers, jobs, requests; postgres (of context-assembly and library-resolution) while it is open' } },
  poolWaiting: { name: 'twinmcp_pool_waiting', type: 'gauge', unit: '1', services: ['ast-analysis'], help: 'What waits for a member of a pool to become free.', labels: { pool: 'parsers; postgres (of context-assembly and library-resolution) while it is open' } },
  cacheRequests: {
    name: 'twinmcp_cache_requests_total', type: 'counter', unit: '1', services: ['ast-analysis', 'embedding', 'context-assembly', 'library-resolution'],
    help: 'What caches were asked.', labels: { cache: 'answers, rankings, shared (Redis), decisions, vectors, trees, library-docs', outcome: 'hit, miss' },
  },
  cacheEntries: { name: 'twinmcp_cache_entries', type: 'gauge', unit: '1', services: ['ast-analysis', 'context-assembly', 'library-resolution'], help: 'Entries in a cache of this process.', labels: { cache: 'as above, without shared and vectors' } },

  answerQuality: { name: 'twinmcp_answer_quality', type: 'histogram', unit: 'ratio', services: ['context-assembly'], buckets: SHARES, help: 'How well answers fit their questions, as the answers say themselves, 0..1.', labels: { mode: 'ast, rag, hybrid' } },
  answerConfidence: { name: 'twinmcp_answer_confidence', type: 'histogram', unit: 'ratio', services: ['context-assembly'], buckets: SHARES, help: 'Chance that the best file is what is meant, among those found, 0..1, of answers whose places were ranked.', labels: { mode: 'ast, rag, hybrid' } },
  answerTokens: { name: 'twinmcp_answer_tokens', type: 'histogram', unit: '1', services: ['context-assembly'], buckets: [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000], help: 'Tokens of answers.', labels: {} },
  answersDegraded: { name: 'twinmcp_answers_degraded_total', type: 'counter', unit: '1', services: ['context-assembly'], help: 'Answers that lack a part, by part; one that lacks two counts twice.', labels: { part: 'symbols, text search, lexical, dense, history, index, source, conversation, other' }, when: 'an answer lacked a part' },

  indexQuery: { name: 'twinmcp_index_query_seconds', type: 'histogram', unit: 's', services: ['embedding'], buckets: SECONDS, help: 'Time of one search in the index; its count is the throughput.', labels: { channel: 'lexical, dense', storage: 'sqlite, qdrant' } },
  indexWrite: { name: 'twinmcp_index_write_seconds', type: 'histogram', unit: 's', services: ['embedding'], buckets: SECONDS, help: 'Time to embed and write the files of one message.', labels: { storage: 'sqlite, qdrant' } },
  storeBytes: { name: 'twinmcp_store_bytes', type: 'gauge', unit: 'bytes', services: ['ast-analysis', 'embedding', 'library-resolution'], help: 'What a store takes on disk: files of this process, or the database of the server.', labels: { store: 'index, symbols, libraries; relational (of context-assembly and library-resolution) while it is open' } },
  indexChunks: { name: 'twinmcp_index_chunks', type: 'gauge', unit: '1', services: ['ast-analysis'], help: 'Chunks of all workspaces together.', labels: {} },
  shardCalls: { name: 'twinmcp_index_shard_calls_total', type: 'counter', unit: '1', services: ['embedding'], help: 'Calls of the shards of all indexes since the start.', labels: { shard: 'shard', what: 'queries, writes, results (of queries), failures' }, when: '`embedding.sharding` is on' },
  shardQuerySeconds: { name: 'twinmcp_index_shard_query_seconds_total', type: 'counter', unit: 's', services: ['embedding'], help: 'Time of all queries of a shard together.', labels: { shard: 'shard' }, when: '`embedding.sharding` is on' },
  qdrantDuration: { name: 'twinmcp_qdrant_request_duration_seconds', type: 'histogram', unit: 's', services: ['embedding'], buckets: SECONDS, help: 'Time of one call to Qdrant, retries included.', labels: { db_operation_name: 'operation', outcome: 'ok or the error code' }, when: '`qdrant.url` is set' },
  qdrantRetries: { name: 'twinmcp_qdrant_request_retries_total', type: 'counter', unit: '1', services: ['embedding'], help: 'Attempts that were made again.', labels: { db_operation_name: 'operation', reason: 'why' }, when: '`qdrant.url` is set' },
  qdrantPoints: { name: 'twinmcp_qdrant_points_written_total', type: 'counter', unit: '1', services: ['embedding'], help: 'Points sent to Qdrant and acknowledged.', labels: {}, when: '`qdrant.url` is set' },
  qdrantCircuit: { name: 'twinmcp_qdrant_circuit_state', type: 'gauge', unit: '1', services: ['embedding'], help: 'Whether calls of Qdrant are let through: 0 = closed, 1 = one is tried, 2 = open, nothing is sent.', labels: { server_address: 'host' }, when: '`qdrant.url` is set' },
  embeddingUsage: { name: 'twinmcp_embedding_usage_total', type: 'counter', unit: '1', services: ['embedding'], help: 'What the embedding provider was asked and what that cost.', labels: { model: 'model', what: 'calls, texts, tokens, estimated (part of tokens), truncated, retries, failures, cost' }, when: 'the provider counts, which those in other processes do' },
  vectorQuality: { name: 'twinmcp_vector_quality_ratio', type: 'gauge', unit: 'ratio', services: ['embedding'], help: 'The worst of the workspaces in the last measurement of the vectors (`embedding.quality.every`, `twinmcp verify-quality`).', labels: { measure: 'probe-recall (places that their own headings and comments find), known-pairs (pairs told apart), neighbour-overlap (with an exact search)' }, when: 'the vectors were measured' },

  indexWorkspaces: { name: 'twinmcp_index_workspaces', type: 'gauge', unit: '1', services: ['ast-analysis'], help: 'Workspaces, over all replicas.', labels: { state: 'indexed, waiting (for their first run)' } },
  indexFiles: { name: 'twinmcp_index_files', type: 'gauge', unit: '1', services: ['ast-analysis'], help: 'Files of all workspaces after their last run: nothing is left out silently.', labels: { coverage: 'parsed, degraded (as plain text or in part), skipped' } },
  indexSkipped: { name: 'twinmcp_index_files_skipped', type: 'gauge', unit: '1', services: ['ast-analysis'], help: 'Files that are not in the index, of all workspaces.', labels: { reason: 'binary, too-large, ignored, secret, …' }, when: 'a file was skipped' },
  indexLag: { name: 'twinmcp_index_lag_seconds', type: 'gauge', unit: 's', services: ['ast-analysis'], help: 'How long the oldest change that was noticed and is not yet searchable waits: the worst of the workspaces that this process watches. 0 = all is searchable.', labels: {} },
  indexAge: { name: 'twinmcp_index_age_seconds', type: 'gauge', unit: 's', services: ['ast-analysis'], help: 'Since when the workspace that was compared with its source longest ago was not compared: the worst of those that this process watches.', labels: {} },
  editSearchable: { name: 'twinmcp_edit_searchable_seconds', type: 'histogram', unit: 's', services: ['ast-analysis'], buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900], help: 'From the first edit of a burst that was noticed to its being searchable.', labels: {}, when: 'a watched workspace was edited' },
} as const satisfies Record<string, MetricDefinition>;

/** Of Node and the process, by prom-client; here are those that dashboards and rules may use. */
export const RUNTIME_METRICS: Readonly<Record<string, string>> = {
  process_cpu_seconds_total: 'CPU time of the process.',
  process_resident_memory_bytes: 'Memory of the process.',
  process_start_time_seconds: 'When it started.',
  process_open_fds: 'File descriptors in use.',
  process_max_fds: 'File descriptors that it may use.',
  nodejs_eventloop_lag_p99_seconds: 'How late the event loop is, 99th percentile: saturation of the main thread.',
  nodejs_gc_duration_seconds: 'Time of garbage collection by kind.',
  nodejs_heap_size_used_bytes: 'Heap in use.',
  nodejs_active_handles_total: 'Open handles.',
};
