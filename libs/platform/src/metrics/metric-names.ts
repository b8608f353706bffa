/** Every metric of the platform, declared once. Wire pin: `metric-names.test.ts`; dashboards and alert rules use these names. */
export const METRICS = {
  rpcDuration: { name: 'twinmcp_rpc_duration_seconds', help: 'Time of RPC calls by side (client, server), service, verb and outcome (ok or the error code).' },
  rpcRetries: { name: 'twinmcp_rpc_retries_total', help: 'Attempts of RPC calls that were tried again.' },
  jobDuration: { name: 'twinmcp_job_duration_seconds', help: 'Time of one delivery of a job by queue and outcome (done, failed, returned).' },
  jobsParked: { name: 'twinmcp_jobs_parked_total', help: 'Jobs given up after too many deliveries.' },
  eventsFailed: { name: 'twinmcp_events_failed_total', help: 'Events that a handler could not take.' },
  syntaxTrees: { name: 'twinmcp_syntax_trees_total', help: 'Analyses of edited files by outcome: hit = parsed from the tree of the last version, miss = afresh.' },
  embeddingUsage: { name: 'twinmcp_embedding_usage_total', help: 'What the embedding provider was asked and what that cost, by model and what: calls, texts, tokens, estimated (part of tokens), truncated, retries, failures, cost.' },
  shardCalls: { name: 'twinmcp_index_shard_calls_total', help: 'Calls of the shards of all indexes since the start, by shard and what: queries, writes, results (of queries), failures.' },
  shardQuerySeconds: { name: 'twinmcp_index_shard_query_seconds_total', help: 'Time of all queries of a shard together.' },
  queueDepth: { name: 'twinmcp_queue_depth', help: 'Jobs by queue and state: waiting, working. Told by the services that work on them, over all of them.' },
  queueAge: { name: 'twinmcp_queue_age_seconds', help: 'Age of the oldest job that is not done, by queue.' },
  serviceInfo: { name: 'twinmcp_service_info', help: '1, labelled with service and version.' },
} as const;
