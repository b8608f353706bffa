import { astAnalysis, WorkspaceId } from '@twinmcp/contracts';
import { z } from 'zod';
import { flagField, listField, numberField } from './query-fields.ts';
import { defineRoute } from './route.ts';

const { findDefinitions, findReferences, getCalls, findImplementations, getOutline, getDependencies, analyzeImpact, repositoryMap, listFindings } = astAnalysis;
const params = z.object({ id: WorkspaceId });
const common = { method: 'GET', tag: 'graph', status: 200, params } as const;

const calls = (direction: 'callers' | 'callees', summary: string) => {
  const { symbol, depth, withTests, minConfidence, limit } = getCalls.input.shape;
  return defineRoute({
    ...common, path: `/v1/workspaces/:id/graph/${direction}`, operationId: direction === 'callers' ? 'findCallers' : 'findCallees', summary,
    query: z.strictObject({ symbol, depth: numberField(depth), withTests: flagField(withTests), minConfidence: numberField(minConfidence), limit: numberField(limit) }),
    response: getCalls.output, errors: [...getCalls.errors],
  });
};

const references = findReferences.input.shape;
const dependencies = getDependencies.input.shape;
const impact = analyzeImpact.input.shape;
const map = repositoryMap.input.shape;
const findings = listFindings.input.shape;

/** Questions to the code graph of a workspace. */
export const graphRoutes = {
  findDefinitions: defineRoute({
    ...common, path: '/v1/workspaces/:id/graph/definitions', operationId: 'findDefinitions', summary: findDefinitions.summary,
    query: z.strictObject({ symbol: findDefinitions.input.shape.symbol, limit: numberField(findDefinitions.input.shape.limit) }),
    response: findDefinitions.output, errors: [...findDefinitions.errors],
  }),
  findReferences: defineRoute({
    ...common, path: '/v1/workspaces/:id/graph/references', operationId: 'findReferences', summary: findReferences.summary,
    query: z.strictObject({
      symbol: references.symbol, kind: listField(references.kinds), pathPrefix: references.pathPrefix, withTests: flagField(references.withTests),
      minConfidence: numberField(references.minConfidence), limit: numberField(references.limit), cursor: references.cursor,
    }),
    response: findReferences.output, errors: [...findReferences.errors],
  }),
  findCallers: calls('callers', 'Who calls a symbol, with the lines of the calls.'),
  findCallees: calls('callees', 'What a symbol calls, with the lines of the calls.'),
  findImplementations: defineRoute({
    ...common, path: '/v1/workspaces/:id/graph/implementations', operationId: 'findImplementations', summary: findImplementations.summary,
    query: z.strictObject({ symbol: findImplementations.input.shape.symbol, limit: numberField(findImplementations.input.shape.limit) }),
    response: findImplementations.output, errors: [...findImplementations.errors],
  }),
  getOutline: defineRoute({
    ...common, path: '/v1/workspaces/:id/graph/outline', operationId: 'getOutline', summary: getOutline.summary,
    query: z.strictObject({ path: getOutline.input.shape.path, limit: numberField(getOutline.input.shape.limit), cursor: getOutline.input.shape.cursor }),
    response: getOutline.output, errors: [...getOutline.errors],
  }),
  getModuleDependencies: defineRoute({
    ...common, path: '/v1/workspaces/:id/graph/dependencies', operationId: 'getModuleDependencies', summary: getDependencies.summary,
    query: z.strictObject({ path: dependencies.path, direction: dependencies.direction, depth: numberField(dependencies.depth), groupBy: dependencies.groupBy, limit: numberField(dependencies.limit) }),
    response: getDependencies.output, errors: [...getDependencies.errors],
  }),
  analyzeImpact: defineRoute({
    ...common, method: 'POST', path: '/v1/workspaces/:id/graph/impact', operationId: 'analyzeImpact', summary: analyzeImpact.summary,
    body: z.strictObject({ symbols: impact.symbols, paths: impact.paths, base: impact.base, depth: impact.depth, minConfidence: impact.minConfidence, limit: impact.limit }),
    response: analyzeImpact.output, errors: [...analyzeImpact.errors],
  }),
  repositoryMap: defineRoute({
    ...common, path: '/v1/workspaces/:id/map', operationId: 'repositoryMap', summary: repositoryMap.summary,
    query: z.strictObject({
      query: map.query, symbol: listField(map.symbols), path: listField(map.paths), pathPrefix: map.pathPrefix, withTests: flagField(map.withTests), budget: numberField(map.budget), tokenizer: map.tokenizer,
    }),
    response: repositoryMap.output, errors: [...repositoryMap.errors],
  }),
  listFindings: defineRoute({
    ...common, path: '/v1/workspaces/:id/findings', operationId: 'listFindings', summary: listFindings.summary,
    query: z.strictObject({ kind: listField(findings.kinds), pathPrefix: findings.pathPrefix, withTests: flagField(findings.withTests), limit: numberField(findings.limit), cursor: findings.cursor }),
    response: listFindings.output, errors: [...listFindings.errors],
  }),
};
