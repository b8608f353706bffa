import { HTTP_ERRORS } from '@twinmcp/contracts';
import { routes } from '../rest/routes.ts';
import type { Route } from '../rest/route.ts';
import { buildOpenApi, openApiPath } from './build-openapi.ts';

interface Operation {
  operationId: string;
  tags: string[];
  parameters?: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}
const document = JSON.parse(JSON.stringify(buildOpenApi())) as { openapi: string; info: Record<string, string>; tags: { name: string }[]; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Record<string, unknown>> } };
const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));

function* nodes(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Record<string, unknown>;
  for (const value of Object.values(node)) yield* nodes(value);
}

describe('OpenAPI document', () => {
  it('has what the standard requires', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info['title']).toBeTruthy();
    expect(document.info['version']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Object.keys(document.paths).every((path) => path.startsWith('/'))).toBe(true);
    for (const { operation } of operations) {
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(response.description).toBeTruthy();
      }
    }
  });

  it('describes every route once, under an id of its own', () => {
    const described = operations.map(({ path, method }) => `${method} ${path}`).sort();
    expect(described).toEqual((Object.values(routes) as Route[]).map((route) => `${route.method.toLowerCase()} ${openApiPath(route.path)}`).sort());
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    const tags = document.tags.map((tag) => tag.name);
    for (const { operation } of operations) expect(tags).toEqual(expect.arrayContaining(operation.tags));
  });

  it('declares each path parameter, required, and no other', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map((parameter) => parameter.name)).toEqual(inPath);
      expect(declared.every((parameter) => parameter.required)).toBe(true);
      const names = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('resolves every reference, and refers to every named schema', () => {
    const references = [...nodes(document)].map((node) => node['$ref']).filter((ref) => ref !== undefined) as string[];
    const names = Object.keys(document.components.schemas);
    for (const reference of references) expect(names.map((name) => `#/components/schemas/${name}`)).toContain(reference);
    expect(names.filter((name) => !references.includes(`#/components/schemas/${name}`))).toEqual([]);
  });

  it('uses JSON Schema 2020-12 alone: no nullable, no boolean bounds, no leftover $schema', () => {
    for (const node of nodes({ paths: document.paths, components: document.components })) {
      expect(node).not.toHaveProperty('$schema');
      if (typeof node['type'] === 'string') expect(node).not.toHaveProperty('nullable');
      if (typeof node['type'] === 'string') expect(typeof node['exclusiveMinimum']).not.toBe('boolean');
    }
  });

  it('says of each route which errors it may answer with, as problem documents', () => {
    const start = document.paths['/v1/context']!['post']!;
    expect(Object.keys(start.responses).sort()).toEqual(['200', '400', '401', '403', '404', '409', '413', '429', '500', '503', '504']);
    for (const { operation } of operations) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || (operation.operationId === 'ready' && status === '503')) continue;
        expect(Object.keys(response.content!)).toEqual(['application/problem+json']);
        expect(Object.values(HTTP_ERRORS).map((row) => String(row.status))).toContain(status);
      }
    }
  });

  it('describes inputs as they are sent: defaults optional, unknown members refused', () => {
    const schema = document.paths['/v1/context']!['post']!.requestBody!.content['application/json']!.schema;
    expect(schema).toMatchObject({ required: ['workspaceId', 'query'], additionalProperties: false });
    const limit = document.paths['/v1/workspaces/{id}/symbols']!['get']!.parameters!.find((parameter) => parameter.name === 'limit')!;
    expect(limit).toMatchObject({ required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } });
    const name = document.paths['/v1/workspaces/{id}/symbols']!['get']!.parameters!.find((parameter) => parameter.name === 'name')!;
    expect(name).toMatchObject({ required: true, schema: { type: 'array' } });
  });
});
