import { NotFoundException } from '@nestjs/common';
import { ERROR_CODES, HTTP_ERRORS, Problem } from '@twinmcp/contracts';
import { DomainError, LocalError } from '@twinmcp/kernel';
import { z } from 'zod';
import { toProblem } from './to-problem.ts';

describe('toProblem', () => {
  it.each(ERROR_CODES.filter((code) => code !== 'internal'))('gives %s its row, its message and its details', (code) => {
    const { problem, retryAfterS, fault } = toProblem(new DomainError(code, 'because', { details: { path: 'a' } }));
    expect(Problem.parse(problem)).toMatchObject({ type: `urn:twinmcp:problem:${code}`, status: HTTP_ERRORS[code].status, code, message: 'because', detail: 'because', details: { path: 'a' } });
    expect(retryAfterS).toBe(HTTP_ERRORS[code].retryAfterS);
    expect(fault).toBe(HTTP_ERRORS[code].status >= 500);
  });

  it.each([
    ['timeout', 504, 'deadline-exceeded', true],
    ['no-responder', 503, 'unavailable', true],
    ['disconnected', 503, 'unavailable', true],
    ['refused', 413, 'payload-too-large', false],
    ['cancelled', 499, 'cancelled', false],
  ] as const)('turns what happened to one attempt (%s) into %i', (kind, status, code, retry) => {
    const { problem, retryAfterS } = toProblem(new LocalError(kind, 'twinmcp.v1.embedding.search: inside story'));
    expect(problem).toMatchObject({ status, code });
    expect(problem.message).not.toContain('twinmcp.v1');
    expect(retryAfterS !== undefined).toBe(retry);
  });

  it('says nothing of an unknown error but an id', () => {
    for (const error of [new Error('password=hunter2'), new DomainError('no-such-code', 'hunter2'), new DomainError('internal', 'hunter2', { details: { hunter2: 1 } }), 'hunter2', undefined, null]) {
      const { problem } = toProblem(error);
      expect(problem).toMatchObject({ status: 500, code: 'internal', details: {} });
      expect(JSON.stringify(problem)).not.toContain('hunter2');
      expect(problem.errorId).toMatch(/^err_/);
    }
  });

  it('keeps the id under which the service that failed has logged', () => {
    expect(toProblem(new DomainError('internal', 'x', { details: { errorId: 'err_1' } })).problem.errorId).toBe('err_1');
  });

  it('passes a hint when to come back', () => {
    expect(toProblem(new DomainError('rate-limited', 'x', { details: { retryAfterS: 7 } }))).toMatchObject({ retryAfterS: 7, problem: { details: {} } });
  });

  it('maps what the HTTP layer and the schemas throw', () => {
    expect(toProblem(new NotFoundException('Cannot GET /x')).problem).toMatchObject({ status: 404, code: 'not-found' });
    expect(toProblem(Object.assign(new Error('Body is too large'), { statusCode: 413 })).problem).toMatchObject({ status: 413, code: 'payload-too-large' });
    expect(toProblem(Object.assign(new Error('media'), { statusCode: 415 })).problem).toMatchObject({ status: 415, code: 'unsupported' });
    expect(toProblem(Object.assign(new Error('uri'), { statusCode: 414 })).problem).toMatchObject({ status: 414, code: 'invalid-input' });
    const zod = z.object({ a: z.string() }).safeParse({}).error!;
    expect(toProblem(zod).problem).toMatchObject({ status: 400, code: 'invalid-input', details: { issues: [{ path: 'a', message: expect.any(String) }] } });
  });
});
