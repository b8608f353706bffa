import type { ServiceName } from '@twinmcp/contracts';

export interface SpanDefinition {
  /** As a trace viewer shows it; `{…}` is filled in. */
  readonly name: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  readonly services: readonly ServiceName[] | 'all';
  readonly meaning: string;
  /** Attribute → meaning. OpenTelemetry's names where it has one. Never source text, questions, paths or secrets. */
  readonly attributes: Readonly<Record<string, string>>;
}

const RPC = { 'rpc.system': 'twinmcp', 'rpc.service': 'the service that is called', 'rpc.method': 'the verb', 'error.type': 'code of what went wrong, when it did' };
const MESSAGE = { 'messaging.destination.name': 'the queue or event', 'messaging.destination.kind': '`queue` or `event`', 'error.type': 'code of what went wrong, when it did' };

/** Every span, declared once: docs/operations/telemetry.md is made of it, and tests hold the services to it. */
export const SPANS = {
  http: {
    name: '{method} {route}', kind: 'server', services: ['gateway'], meaning: 'A request at the edge, from its headers to the last byte of its answer. Health and metrics make none.',
    attributes: { 'http.request.method': 'method', 'http.route': 'pattern of the route', 'http.response.status_code': 'status', 'error.type': 'the status, from 500 on', 'twinmcp.request_id': 'as in the header x-request-id' },
  },
  tool: { name: 'tools/call {tool}', kind: 'server', services: ['gateway'], meaning: 'One call of an MCP tool.', attributes: { 'mcp.method.name': '`tools/call`', 'gen_ai.tool.name': 'the tool', 'error.type': 'code of what went wrong, when it did' } },
  call: { name: '{service}/{verb}', kind: 'client', services: 'all', meaning: 'A call of another service, with all its attempts.', attributes: RPC },
  serve: { name: '{service}/{verb}', kind: 'server', services: 'all', meaning: 'The same call where it is answered.', attributes: RPC },
  send: { name: 'send {destination}', kind: 'producer', services: 'all', meaning: 'A job given to a queue, or an event told.', attributes: MESSAGE },
  process: { name: 'process {destination}', kind: 'consumer', services: 'all', meaning: 'One delivery of a job, or an event heard.', attributes: { ...MESSAGE, 'twinmcp.job.attempt': 'number of the delivery of a job, from 1' } },
  retrieve: { name: 'retrieve', kind: 'internal', services: ['context-assembly'], meaning: 'From the question to the ranked places.', attributes: { 'twinmcp.cached': 'whether the ranking was made before', 'twinmcp.mode': 'ast, rag or hybrid', 'twinmcp.places': 'places ranked', 'twinmcp.degraded': 'parts that were missing', 'error.type': 'code of what went wrong, when it did' } },
  rank: { name: 'rank', kind: 'internal', services: ['context-assembly'], meaning: 'Fusion of the lists and the learnt order.', attributes: { 'twinmcp.lexical': 'hits of the lexical list', 'twinmcp.dense': 'hits of the dense list', 'twinmcp.symbols': 'definitions found' } },
  read: { name: 'read', kind: 'internal', services: ['context-assembly'], meaning: 'The text of the best places, read from the source.', attributes: { 'twinmcp.places': 'places read', 'twinmcp.stale': 'places that changed since they were indexed' } },
  pack: { name: 'pack', kind: 'internal', services: ['context-assembly'], meaning: 'Weighing, cutting and citing within the budget.', attributes: { 'twinmcp.candidates': 'pieces to choose from', 'twinmcp.items': 'pieces in the answer', 'twinmcp.budget': 'tokens allowed', 'twinmcp.tokens': 'tokens used' } },
  lexical: { name: 'lexical', kind: 'internal', services: ['embedding'], meaning: 'Search by words.', attributes: { 'twinmcp.limit': 'hits asked for', 'twinmcp.hits': 'hits found', 'error.type': 'code of what went wrong, when it did' } },
  dense: { name: 'dense', kind: 'internal', services: ['embedding'], meaning: 'Search by vectors, with the embedding of the question.', attributes: { 'twinmcp.limit': 'hits asked for', 'twinmcp.hits': 'hits found', 'error.type': 'code of what went wrong, when it did' } },
  embed: { name: 'embed', kind: 'internal', services: ['embedding'], meaning: 'One request to the embedding model.', attributes: { 'twinmcp.texts': 'texts embedded', 'twinmcp.kind': '`query` or `document`', 'gen_ai.request.model': 'the model', 'error.type': 'code of what went wrong, when it did' } },
  writeIndex: { name: 'write index', kind: 'internal', services: ['embedding'], meaning: 'Chunks of some files embedded and written.', attributes: { 'twinmcp.files': 'files', 'twinmcp.chunks': 'chunks written', 'twinmcp.embedded': 'chunks whose vectors were made anew', 'error.type': 'code of what went wrong, when it did' } },
  indexRun: { name: 'index', kind: 'internal', services: ['ast-analysis'], meaning: 'One run over a workspace, or over its changed files.', attributes: { 'twinmcp.live': 'whether edits, not a job, began it', 'twinmcp.files': 'files added or changed', 'twinmcp.removed': 'files removed', 'twinmcp.generation': 'generation published', 'error.type': 'code of what went wrong, when it did' } },
  parse: { name: 'parse', kind: 'internal', services: ['ast-analysis'], meaning: 'All files of a run through the syntax analyser: one span from the first to the last, because a run may have a million.', attributes: { 'twinmcp.files': 'files', 'twinmcp.busy_ms': 'time of all files together, milliseconds' } },
  storeSymbols: { name: 'store symbols', kind: 'internal', services: ['ast-analysis'], meaning: 'Symbols and manifest of some files written.', attributes: { 'twinmcp.files': 'files', 'error.type': 'code of what went wrong, when it did' } },
  qdrant: {
    name: 'qdrant {operation}', kind: 'client', services: ['embedding'], meaning: 'One call of Qdrant with all its attempts, made by its adapter through the API of OpenTelemetry.',
    attributes: { 'db.system.name': '`qdrant`', 'db.operation.name': 'operation', 'db.collection.name': 'collection, of which each workspace has one', 'server.address': 'host', 'server.port': 'port', 'twinmcp.qdrant.attempts': 'attempts, when there were several' },
  },
} as const satisfies Record<string, SpanDefinition>;
