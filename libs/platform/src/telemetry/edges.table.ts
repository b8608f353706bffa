import type { ServiceName } from '@twinmcp/contracts';
import type { SpanDefinition } from './spans.table.ts';

/** A span as it stands in a trace, with what `{…}` of its name was filled with. */
export interface SpanAt {
  readonly service: ServiceName;
  readonly kind: SpanDefinition['kind'];
  readonly name: string;
}

export interface TraceEdge {
  /** Ask: a question at the edge. Index: a job, and those who hear of its end. Status: the state of all services. Docs: the documentation of a library. */
  readonly flow: 'ask' | 'index' | 'status' | 'docs';
  readonly parent: SpanAt;
  readonly child: SpanAt;
  /** What carries the trace; `process` = it stays in one. */
  readonly over: 'process' | 'request' | 'queue' | 'event';
}

const at = (kind: SpanDefinition['kind']) => (service: ServiceName, name: string): SpanAt => ({ service, kind, name });
const [server, client, producer, consumer, internal] = [at('server'), at('client'), at('producer'), at('consumer'), at('internal')];

/** A call from within a span: the client's side below it, and the callee's below that, over NATS. */
function call(flow: TraceEdge['flow'], parent: SpanAt, callee: ServiceName, verb: string): TraceEdge[] {
  const name = `${callee}/${verb}`;
  return [{ flow, parent, child: client(parent.service, name), over: 'process' }, { flow, parent: client(parent.service, name), child: server(callee, name), over: 'request' }];
}

const inside = (flow: TraceEdge['flow'], parent: SpanAt, ...names: string[]): TraceEdge[] => names.map((name) => ({ flow, parent, child: internal(parent.service, name), over: 'process' }));

const sent = (flow: TraceEdge['flow'], parent: SpanAt, over: 'queue' | 'event', name: string, ...heardBy: ServiceName[]): TraceEdge[] => [
  { flow, parent, child: producer(parent.service, `send ${name}`), over: 'process' },
  ...heardBy.map((service): TraceEdge => ({ flow, parent: producer(parent.service, `send ${name}`), child: consumer(service, `process ${name}`), over })),
];

const [ask, assembly, retrieve, read, search] = [server('gateway', 'POST /v1/context'), server('context-assembly', 'context-assembly/get-context'), internal('context-assembly', 'retrieve'), internal('context-assembly', 'read'), server('embedding', 'embedding/search')];
const [submit, accepted, job, run, upsert] = [server('gateway', 'POST /v1/workspaces/:id/index'), server('ast-analysis', 'ast-analysis/submit-index'), consumer('ast-analysis', 'process index-workspace'), internal('ast-analysis', 'index'), server('embedding', 'embedding/upsert-files')];

/** How spans hang together, across processes. A test runs six of them and looks for each of these. */
export const TRACE_EDGES: readonly TraceEdge[] = [
  ...call('ask', ask, 'context-assembly', 'get-context'),
  ...inside('ask', assembly, 'retrieve', 'read', 'pack'),
  ...call('ask', assembly, 'library-resolution', 'list-dependency-names'),
  ...call('ask', retrieve, 'ast-analysis', 'workspace-status'),
  ...call('ask', retrieve, 'ast-analysis', 'find-symbols'),
  ...call('ask', retrieve, 'ast-analysis', 'find-past-changes'),
  ...call('ask', retrieve, 'embedding', 'search'),
  ...inside('ask', retrieve, 'rank'),
  ...inside('ask', search, 'lexical', 'dense'),
  ...inside('ask', internal('embedding', 'dense'), 'embed'),
  ...call('ask', read, 'ast-analysis', 'read-ranges'),

  ...call('index', submit, 'ast-analysis', 'submit-index'),
  ...sent('index', accepted, 'queue', 'index-workspace', 'ast-analysis'),
  ...inside('index', job, 'index'),
  ...inside('index', run, 'parse', 'store symbols'),
  ...call('index', run, 'embedding', 'upsert-files'),
  ...inside('index', upsert, 'write index'),
  ...inside('index', internal('embedding', 'write index'), 'embed'),
  ...call('index', run, 'embedding', 'publish-generation'),
  ...sent('index', job, 'event', 'workspace-indexed', 'ast-analysis', 'context-assembly', 'library-resolution'),

  ...call('status', server('gateway', 'GET /v1/status'), 'monitoring', 'system-status'),
  ...(['gateway', 'ast-analysis', 'embedding', 'library-resolution', 'context-assembly'] as const).flatMap((service) => call('status', server('monitoring', 'monitoring/system-status'), service, 'health')),

  ...call('docs', server('gateway', 'POST /v1/libraries/docs'), 'library-resolution', 'get-library-docs'),
];
