import { HTTP_ERRORS, Problem, IndexJob, IndexProgress, IndexSummary, SkippedFile, SymbolHit, SystemStatus, ServiceHealth, Workspace, WorkspaceStatus, ContextAnswer, ContextItem, Citation, Degradation, SearchHit, Dependency, GraphSymbol, SymbolUse, CallNode, Implementation, OutlineEntry, AffectedSymbol, DependencyAnalysis, Finding, LibraryMatch, QualityScore, Vulnerability, type ErrorCode } from '@twinmcp/contracts';
import { z } from 'zod';
import type { Route } from '../rest/route.ts';
import { routes } from '../rest/routes.ts';

type Json = Record<string, unknown>;

/** What gets a name in the document; everything else is written out where it is used. */
const NAMED: Readonly<Record<string, z.ZodType>> = { Problem, Workspace, WorkspaceStatus, IndexJob, IndexProgress, IndexSummary, SkippedFile, SymbolHit, SystemStatus, ServiceHealth, ContextAnswer, ContextItem, Citation, Degradation, SearchHit, Dependency, GraphSymbol, SymbolUse, CallNode, Implementation, OutlineEntry, AffectedSymbol, DependencyAnalysis, Finding, LibraryMatch, QualityScore, Vulnerability };

/** Errors any route can answer with: bad input, wrong key, refused origin, limits, a part that is away. */
const ALWAYS: readonly ErrorCode[] = ['invalid-input', 'unauthenticated', 'forbidden', 'payload-too-large', 'rate-limited', 'deadline-exceeded', 'unavailable', 'internal'];

const TAGS = { workspaces: 'Codebases and their index', jobs: 'Indexing runs', context: 'Questions', graph: 'Symbols and how they depend on each other', libraries: 'What a project depends on: names, documentation, quality, vulnerabilities', system: 'State and description of the service' };

/** OpenAPI 3.1 from the routes; its schemas are JSON Schema 2020-12, which is what zod writes. */
export function buildOpenApi(): Json {
  const paths: Record<string, Json> = {};
  for (const route of Object.values(routes) as Route[]) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'TwinMCP', version: '1.0.0', summary: 'Context for coding agents: ask a question about a codebase, get the cited code that it needs.', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: namedSchemas(), securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'Asked for when the gateway has API keys' } } },
    security: [{ apiKey: [] }, {}],
  };
}

export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function operation(route: Route): Json {
  const parameters = [...fields('path', route.params), ...fields('query', route.query), ...fields('header', route.requestHeaders)];
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    ...(route.open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: !route.body.safeParse({}).success, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }),
    responses: { [route.status]: success(route), ...failures(route), ...others(route) },
  };
}

function success(route: Route): Json {
  const headers = Object.entries(route.responseHeaders ?? {}).map(([name, description]) => [name, { description, schema: { type: 'string' } }]);
  return {
    description: route.summary,
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(route.response && { content: { [route.contentType ?? 'application/json']: { schema: schemaOf(route.response, 'output') } } }),
  };
}

function others(route: Route): Json {
  return Object.fromEntries(Object.entries(route.otherResponses ?? {}).map(([status, { description, schema }]) => [status, { description, content: { 'application/json': { schema: schemaOf(schema, 'output') } } }]));
}

/** One response a status; its description names the codes that share the status. */
function failures(route: Route): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...(route.open ? [] : ALWAYS), ...route.errors])) {
    const { status } = HTTP_ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const retryable = codes.some((code) => HTTP_ERRORS[code].retryAfterS !== undefined);
      return [
        status,
        {
          description: codes.map((code) => `\`${code}\`: ${HTTP_ERRORS[code].title}`).join('. '),
          ...(retryable && { headers: { 'retry-after': { description: 'Seconds', schema: { type: 'integer' } } } }),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ];
    }),
  );
}

function fields(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...json } = schemaOf(field as z.ZodType, 'output');
    return {
      name,
      in: place,
      required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema: json,
      // `name=a&name=b`
      ...(json['type'] === 'array' && { style: 'form', explode: true }),
    };
  });
}

function namedSchemas(): Json {
  return Object.fromEntries(Object.keys(NAMED).map((name) => [name, schemaOf(NAMED[name]!, 'output', name)]));
}

/** Named schemas inside become references. Answers stay open: a later release may add fields to them. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', self?: string): Json {
  if (io === 'output') {
    const name = Object.keys(NAMED).find((known) => NAMED[known] === schema && known !== self);
    if (name) return { $ref: `#/components/schemas/${name}` };
  }
  const names = new Map<unknown, string>(Object.entries(NAMED).map(([name, named]) => [named, name]));
  const json = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const name = names.get(zodSchema);
      if (io === 'output' && name !== undefined && (zodSchema as unknown) !== schema) {
        for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Json)[key];
        jsonSchema.$ref = `#/components/schemas/${name}`;
      }
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  }) as Json;
  delete json['$schema'];
  return json;
}
