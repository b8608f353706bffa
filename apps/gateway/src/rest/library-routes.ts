import { dependenciesChanged, libraryResolution, WorkspaceId, type RpcContract } from '@twinmcp/contracts';
import { z } from 'zod';
import { defineRoute } from './route.ts';

/** A question to library-resolution as its contract has it, asked with POST: names of packages hold every character a path gives a meaning. */
function ask<C extends RpcContract<z.ZodObject>>(path: string, operationId: string, { input, output, errors, summary }: C) {
  return defineRoute({ method: 'POST', path: `/v1/libraries/${path}`, operationId, tag: 'libraries', status: 200, summary, body: z.strictObject(input.shape), response: output, errors: [...errors] });
}

/** `/v1/libraries/*`. */
export const libraryRoutes = {
  resolveLibraries: ask('resolve', 'resolveLibraries', libraryResolution.resolveLibrary),
  libraryDocs: ask('docs', 'libraryDocs', libraryResolution.getLibraryDocs),
  libraryChangelog: ask('changelog', 'libraryChangelog', libraryResolution.getLibraryChangelog),
  indexLibraryDocs: ask('docs/index', 'indexLibraryDocs', libraryResolution.indexLibraryDocs),
  scoreLibrary: ask('score', 'scoreLibrary', libraryResolution.scoreLibrary),
  similarLibraries: ask('similar', 'similarLibraries', libraryResolution.similarLibraries),
  compareLibraries: ask('compare', 'compareLibraries', libraryResolution.compareLibraries),
  learnLibraries: ask('learn', 'learnLibraries', libraryResolution.learnLibraries),
  catalogueStats: ask('catalogue', 'catalogueStats', libraryResolution.catalogueStats),
  getLibrary: ask('details', 'getLibrary', libraryResolution.getLibrary),
  analyzeDependencies: ask('dependencies', 'analyzeDependencies', libraryResolution.analyzeDependencies),
  checkVulnerabilities: ask('vulnerabilities', 'checkVulnerabilities', libraryResolution.checkVulnerabilities),
  dependencyEvents: defineRoute({
    method: 'GET', path: '/v1/libraries/events', operationId: 'followDependencies', tag: 'libraries', status: 200,
    summary: dependenciesChanged.summary,
    description: 'Server-sent events called `dependencies-changed`, of one workspace or of all. Nothing of the past is sent; `shutdown` says that this gateway stops: connect again.',
    query: z.strictObject({ workspaceId: WorkspaceId.optional() }), contentType: 'text/event-stream', response: z.string(), errors: [],
  }),
};
