import { DomainError } from '@twinmcp/kernel';
import type { FastifyInstance } from 'fastify';
import { MAX_JSON_DEPTH, jsonDepth } from '../security/json-guard.ts';

/** The only body the gateway reads. Another media type gets 415, `__proto__` and deep nesting 400. */
export function registerJsonParser(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body as string;
    if (text.trim() === '') return done(null, undefined);
    if (jsonDepth(text, MAX_JSON_DEPTH) > MAX_JSON_DEPTH) return done(new DomainError('invalid-input', `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`));
    parse(request, text, (error, value) => (error ? done(new DomainError('invalid-input', `The body is not valid JSON: ${error.message}`)) : done(null, value)));
  });
}
