import { astAnalysis, contextAssembly, libraryResolution, monitoring, PathPrefix, ServiceHealth, SymbolKind, Workspace, WorkspaceId, WorkspaceSource, WorkspaceStatus } from '@twinmcp/contracts';
import { z } from 'zod';
import { graphRoutes } from './graph-routes.ts';
import { libraryRoutes } from './library-routes.ts';
import { learningRoutes } from './learning-routes.ts';
import { planRoutes } from './plan-routes.ts';
import { flagField, listField } from './query-fields.ts';
import { defineRoute } from './route.ts';

const byId = z.object({ id: WorkspaceId });
const byJob = z.object({ id: z.string().regex(/^[\w.-]{1,64}$/, 'not a job id') });
const list = <S extends z.ZodType>(item: S, max: number) => listField(z.array(item).min(1).max(max));

const readiness = z.object({ status: z.enum(['ready', 'not-ready']), bus: z.string(), services: z.array(ServiceHealth) });

export const routes = {
  createWorkspace: defineRoute({
    method: 'POST', path: '/v1/workspaces', operationId: 'createWorkspace', tag: 'workspaces', status: 201,
    summary: astAnalysis.registerWorkspace.summary,
    description: 'A directory may be registered by callers on the same machine only; others name an https or ssh git URL. 201 when it is new, 200 when the source was known.',
    body: z.strictObject({ source: WorkspaceSource, name: z.string().min(1).max(200).optional() }),
    responseHeaders: { location: 'The workspace' },
    response: astAnalysis.registerWorkspace.output,
    errors: ['workspace-unreadable'],
  }),
  listWorkspaces: defineRoute({
    method: 'GET', path: '/v1/workspaces', operationId: 'listWorkspaces', tag: 'workspaces', status: 200,
    summary: astAnalysis.listWorkspaces.summary, response: z.object({ workspaces: z.array(Workspace) }), errors: [],
  }),
  getWorkspace: defineRoute({
    method: 'GET', path: '/v1/workspaces/:id', operationId: 'getWorkspace', tag: 'workspaces', status: 200,
    summary: astAnalysis.workspaceStatus.summary, params: byId, response: WorkspaceStatus, errors: ['workspace-not-found'],
  }),
  deleteWorkspace: defineRoute({
    method: 'DELETE', path: '/v1/workspaces/:id', operationId: 'deleteWorkspace', tag: 'workspaces', status: 200,
    summary: astAnalysis.removeWorkspace.summary, params: byId, response: astAnalysis.removeWorkspace.output, errors: ['workspace-not-found'],
  }),
  startIndex: defineRoute({
    method: 'POST', path: '/v1/workspaces/:id/index', operationId: 'indexWorkspace', tag: 'workspaces', status: 202,
    summary: astAnalysis.submitIndex.summary,
    params: byId,
    body: z.strictObject({ full: z.boolean().default(false).describe('Read and parse every file again') }),
    requestHeaders: z.object({ 'idempotency-key': z.string().min(1).max(200).optional().describe('The same key for the same workspace gives the same job') }),
    responseHeaders: { location: 'The job, to be polled or followed under /events' },
    response: astAnalysis.submitIndex.output,
    errors: ['workspace-not-found'],
  }),
  getJob: defineRoute({
    method: 'GET', path: '/v1/jobs/:id', operationId: 'getJob', tag: 'jobs', status: 200,
    summary: astAnalysis.getJob.summary, params: byJob, response: astAnalysis.getJob.output, errors: ['job-not-found'],
  }),
  cancelJob: defineRoute({
    method: 'DELETE', path: '/v1/jobs/:id', operationId: 'cancelJob', tag: 'jobs', status: 200,
    summary: astAnalysis.cancelJob.summary, params: byJob, response: astAnalysis.cancelJob.output, errors: ['job-not-found'],
  }),
  jobEvents: defineRoute({
    method: 'GET', path: '/v1/jobs/:id/events', operationId: 'followJob', tag: 'jobs', status: 200,
    summary: 'Progress of a job as server-sent events.',
    description: 'Begins with the state at the time of the call, then `progress` events, and ends with one `end` event that carries the final job. `shutdown` says that this gateway stops: connect again.',
    params: byJob, contentType: 'text/event-stream', response: z.string(), errors: ['job-not-found'],
  }),
  getContext: defineRoute({
    method: 'POST', path: '/v1/context', operationId: 'getContext', tag: 'context', status: 200,
    summary: contextAssembly.getContext.summary, body: z.strictObject(contextAssembly.getContext.input.shape),
    response: contextAssembly.getContext.output, errors: [...contextAssembly.getContext.errors],
  }),
  search: defineRoute({
    method: 'POST', path: '/v1/search', operationId: 'searchCode', tag: 'context', status: 200,
    summary: contextAssembly.searchCode.summary, body: z.strictObject(contextAssembly.searchCode.input.shape),
    response: contextAssembly.searchCode.output, errors: [...contextAssembly.searchCode.errors],
  }),
  findSymbols: defineRoute({
    method: 'GET', path: '/v1/workspaces/:id/symbols', operationId: 'findSymbols', tag: 'workspaces', status: 200,
    summary: astAnalysis.findSymbols.summary,
    params: byId,
    query: z.strictObject({
      name: list(z.string().min(1).max(256), 32).describe('May be given more than once'),
      kind: list(SymbolKind, 32).optional(),
      pathPrefix: PathPrefix.optional(),
      match: z.enum(['exact', 'broad']).default('broad'),
      withSignature: flagField(z.boolean()).default(false),
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: z.string().max(512).optional(),
    }),
    response: astAnalysis.findSymbols.output, errors: [...astAnalysis.findSymbols.errors],
  }),
  ...graphRoutes,
  ...libraryRoutes,
  ...learningRoutes,
  ...planRoutes,
  listDependencies: defineRoute({
    method: 'GET', path: '/v1/workspaces/:id/dependencies', operationId: 'listDependencies', tag: 'workspaces', status: 200,
    summary: libraryResolution.listDependencies.summary, params: byId, response: libraryResolution.listDependencies.output, errors: ['workspace-not-found'],
  }),
  systemStatus: defineRoute({
    method: 'GET', path: '/v1/status', operationId: 'systemStatus', tag: 'system', status: 200,
    summary: monitoring.systemStatus.summary, response: monitoring.systemStatus.output, errors: [],
  }),
  openapi: defineRoute({
    method: 'GET', path: '/v1/openapi.json', operationId: 'openapi', tag: 'system', status: 200,
    summary: 'This description of the API (OpenAPI 3.1).', response: z.record(z.string(), z.unknown()), errors: [],
  }),
  // The next three are served by the platform's OperationsController, as in every service.
  live: defineRoute({
    method: 'GET', path: '/health/live', operationId: 'live', tag: 'system', status: 200, open: true,
    summary: 'The process runs.', response: z.object({ status: z.literal('alive') }), errors: [],
  }),
  ready: defineRoute({
    method: 'GET', path: '/health/ready', operationId: 'ready', tag: 'system', status: 200, open: true,
    summary: 'The gateway takes requests.', response: readiness, errors: [],
    otherResponses: { 503: { description: 'It starts, stops, or is cut off from the message bus', schema: readiness } },
  }),
  metrics: defineRoute({
    method: 'GET', path: '/metrics', operationId: 'metrics', tag: 'system', status: 200,
    summary: 'Metrics in the Prometheus text format.', contentType: 'text/plain', response: z.string(), errors: [],
  }),
  home: defineRoute({
    method: 'GET', path: '/', operationId: 'home', tag: 'system', status: 200,
    summary: 'What this is and how to connect.', contentType: 'text/html', response: z.string(), errors: [],
  }),
};

