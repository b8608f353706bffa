import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EdgeLog } from './edge-log.ts';
import { toProblem } from './to-problem.ts';

/** Every error of every route, hook and parser ends here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: EdgeLog;

  constructor(logger: EdgeLog) {
    this.#logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.#logger);
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: EdgeLog | null): void {
  const { problem, retryAfterS, fault } = toProblem(error);
  const facts = { errorId: problem.errorId, code: problem.code, status: problem.status, requestId: request.edge?.requestId, traceparent: request.edge?.traceparent, method: request.method, path: request.url?.split('?')[0] };
  if (fault) logger?.error({ ...facts, err: error }, 'request failed');
  else logger?.debug({ ...facts, reason: problem.message }, 'request refused');
  // A stream that already started cannot turn into an error document; it ends, and the reader sees it end early.
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (retryAfterS !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterS)));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="twinmcp"');
  // As text: Fastify then leaves the media type alone.
  reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
