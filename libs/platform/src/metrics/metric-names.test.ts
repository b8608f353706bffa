import { METRICS } from '../index.ts';

// Frozen: dashboards and alert rules use these names.
it('metric names', () => {
  expect(Object.values(METRICS).map(({ name }) => name)).toEqual([
    'twinmcp_rpc_duration_seconds',
    'twinmcp_rpc_retries_total',
    'twinmcp_job_duration_seconds',
    'twinmcp_jobs_parked_total',
    'twinmcp_events_failed_total',
    'twinmcp_syntax_trees_total',
    'twinmcp_embedding_usage_total',
    'twinmcp_index_shard_calls_total',
    'twinmcp_index_shard_query_seconds_total',
    'twinmcp_queue_depth',
    'twinmcp_queue_age_seconds',
    'twinmcp_service_info',
  ]);
  for (const { name, help } of Object.values(METRICS)) {
    expect(name).toMatch(/^twinmcp_[a-z_]+_(?:seconds|total|info|depth)$/);
    expect(help.length).toBeGreaterThan(20);
  }
});
