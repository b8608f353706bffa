/** Every span attribute and metric of this package, declared once. Pinned by `telemetry.test.ts`: dashboards and alert rules use these names. */
export const TELEMETRY = {
  scope: '@twinmcp/qdrant',
  requestDuration: { name: 'twinmcp.qdrant.request.duration', unit: 's', description: 'Time of one call to Qdrant, retries included, by operation and outcome (ok or the error code).' },
  retries: { name: 'twinmcp.qdrant.request.retries', unit: '{retry}', description: 'Attempts that were made again, by operation and reason.' },
  points: { name: 'twinmcp.qdrant.points.written', unit: '{point}', description: 'Points sent to Qdrant and acknowledged.' },
  circuit: { name: 'twinmcp.qdrant.circuit.state', unit: '1', description: 'Whether calls are let through: 0 = closed, 1 = one is tried, 2 = open, nothing is sent.' },
  attributes: { system: 'db.system.name', operation: 'db.operation.name', collection: 'db.collection.name', server: 'server.address', port: 'server.port', outcome: 'outcome', reason: 'reason', attempts: 'twinmcp.qdrant.attempts', status: 'db.response.status_code' },
} as const;
