import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import type { ErrorCode } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { issuesOf } from '../http/to-problem.ts';

type Fields = z.ZodObject | undefined;

/** One HTTP operation: what the controller serves and what the OpenAPI document says, from one description. */
export interface Route<P extends Fields = Fields, Q extends Fields = Fields, B extends Fields = Fields> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With `:name` parameters. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: 'workspaces' | 'jobs' | 'context' | 'graph' | 'libraries' | 'system';
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly requestHeaders?: z.ZodObject;
  readonly status: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly response?: z.ZodType;
  /** Answers that are no problem documents. */
  readonly otherResponses?: Readonly<Record<number, { readonly description: string; readonly schema: z.ZodType }>>;
  /** Beside those every route has. */
  readonly errors: readonly ErrorCode[];
  /** Answered without a key. */
  readonly open?: boolean;
}

export function defineRoute<P extends Fields = undefined, Q extends Fields = undefined, B extends Fields = undefined>(route: Route<P, Q, B>): Route<P, Q, B> {
  return route;
}

/** Serves a controller method at the place that `route` describes. */
export function Endpoint(route: Route): MethodDecorator {
  return applyDecorators(RequestMapping({ method: RequestMethod[route.method], path: route.path }), HttpCode(route.status), SetMetadata('twinmcp:route', route.operationId));
}

type Out<S extends Fields> = S extends z.ZodObject ? z.output<S> : undefined;

/** Parsed parts of a request. A part that does not fit is `invalid-input` with one issue a field. */
export function readRequest<P extends Fields, Q extends Fields, B extends Fields>(route: Route<P, Q, B>, request: FastifyRequest): { params: Out<P>; query: Out<Q>; body: Out<B> } {
  return {
    params: read(route.params, request.params, 'path') as Out<P>,
    query: read(route.query, request.query, 'query') as Out<Q>,
    body: read(route.body, request.body, 'body') as Out<B>,
  };
}

function read(schema: Fields, value: unknown, part: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(part === 'path' ? value : (value ?? {}));
  if (result.success) return result.data;
  throw new DomainError('invalid-input', `The ${part} is not valid: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`, { details: { part, issues: issuesOf(result.error) } });
}
