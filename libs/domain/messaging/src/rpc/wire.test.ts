import { Deadline, DomainError, LocalError } from '@twinmcp/kernel';
import { childContext, childTraceparent, contextFromHeaders, contextToHeaders, HEADERS, newCallContext, toDomainError, traced, type CallContext, type MessagingObserver } from '../index.ts';
import type { Call } from './call.ts';
import { ALIVE_PREFIX, controlSubject } from './call-control.ts';
import { trace } from './interceptors.ts';
import { errorOf, errorReply } from './wire-errors.ts';

describe('wire pins', () => {
  it('headers and side channels', () => {
    expect(HEADERS).toEqual({ traceparent: 'traceparent', deadline: 'twinmcp-deadline', timeLeft: 'twinmcp-time-left', tenant: 'twinmcp-tenant', error: 'twinmcp-error', errorId: 'twinmcp-error-id' });
    expect(controlSubject('embedding')).toBe('twinmcp.v1.control.embedding');
    expect(ALIVE_PREFIX).toBe('twinmcp.v1.alive.');
  });
});

describe('context headers', () => {
  it('come back as they went', () => {
    const ctx = newCallContext({ timeoutMs: 1_000, tenant: 'acme' });
    const back = contextFromHeaders(contextToHeaders(ctx, ctx.deadline), 1);
    expect([back.traceparent, back.tenant, back.deadline.atMs]).toEqual([ctx.traceparent, 'acme', ctx.deadline.atMs]);
  });

  it.each([['ahead', 3_600_000], ['behind', -3_600_000]])('gives a callee whose clock is an hour %s the time that the caller had left', (_name, skew) => {
    const ctx = newCallContext({ timeoutMs: 5_000 });
    const headers = contextToHeaders(ctx, ctx.deadline);
    const skewed = { ...headers, [HEADERS.deadline]: String(Number(headers[HEADERS.deadline]) - skew) };
    const left = contextFromHeaders(skewed, 1).deadline.remainingMs();
    expect(left).toBeGreaterThan(3_000);
    expect(left).toBeLessThanOrEqual(5_000);
  });

  it('are made up where they are missing or malformed, so that a bare message can be served', () => {
    for (const headers of [{} as Record<string, string>, { traceparent: 'x', 'twinmcp-deadline': 'soon', 'twinmcp-tenant': '' }]) {
      const ctx = contextFromHeaders(headers, 500);
      expect(ctx.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(ctx.tenant).toBe('default');
      expect(ctx.deadline.remainingMs()).toBeGreaterThan(400);
    }
    const kept = contextFromHeaders({ traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }, 500);
    expect(kept.traceparent).toContain('a'.repeat(32));
  });
});

describe('toDomainError', () => {
  const ctx = (at: number, aborted = false) => {
    const abort = new AbortController();
    if (aborted) abort.abort();
    return { ...newCallContext({ timeoutMs: 1_000 }), deadline: Deadline.at(at), signal: abort.signal };
  };
  const later = Date.now() + 60_000;

  it('is one table', () => {
    const own = new DomainError('conflict', 'x');
    expect(toDomainError(own, ctx(later))).toBe(own);
    expect(toDomainError(new LocalError('timeout', 'x'), ctx(0)).code).toBe('deadline-exceeded');
    expect(toDomainError(new LocalError('cancelled', 'x'), ctx(later, true)).code).toBe('cancelled');
    expect(toDomainError(new DOMException('x', 'AbortError'), ctx(later, true)).code).toBe('cancelled');
    expect(toDomainError(new LocalError('no-responder', 'nobody'), ctx(later))).toMatchObject({ code: 'unavailable', message: 'nobody' });
    expect(toDomainError('just a string', ctx(later)).code).toBe('internal');
    expect(toDomainError(new Error('x'), ctx(0)).code).toBe('internal');
  });

  it('gives each internal error an id of its own and keeps the cause on this side', () => {
    const cause = new Error('secret');
    const [a, b] = [toDomainError(cause, ctx(later)), toDomainError(cause, ctx(later))];
    expect(a.details['errorId']).toMatch(/^err_/);
    expect(a.details['errorId']).not.toBe(b.details['errorId']);
    expect(a.cause).toBe(cause);
    expect(JSON.stringify(errorReply(a))).not.toContain('secret');
  });
});

describe('an error on the wire', () => {
  it('comes back the same', () => {
    const error = errorOf(errorReply(new DomainError('not-found', 'gone', { details: { path: 'a' } })));
    expect(error).toMatchObject({ name: 'DomainError', code: 'not-found', message: 'gone', details: { path: 'a' } });
    expect(errorOf({ headers: {}, payload: { message: 'a payload that looks like one' } })).toBeNull();
  });

  it('of a code that only a newer release knows is passed on', () => {
    expect(errorOf({ headers: { 'twinmcp-error': 'from-the-future' }, payload: null })).toMatchObject({ code: 'from-the-future', message: 'from-the-future' });
  });
});

describe('childContext', () => {
  it('stays in the span and never gets more time', () => {
    const parent = newCallContext({ timeoutMs: 100 });
    expect(childContext(parent, 10_000)).toEqual(parent);
    expect(childContext(parent, 10).deadline.remainingMs()).toBeLessThanOrEqual(10);
  });

  it('tells a traceparent that nobody made a span of from one that was given', () => {
    expect(newCallContext({ timeoutMs: 1 }).fresh).toBe(true);
    expect(childContext(newCallContext({ timeoutMs: 1 }), 1).fresh).toBe(true);
    expect(newCallContext({ timeoutMs: 1, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }).fresh).toBeUndefined();
    expect(contextFromHeaders({}, 1).fresh).toBe(true);
  });
});

describe('childTraceparent', () => {
  it('keeps the trace and its flags and has a span id of its own', () => {
    const parent = newCallContext({ timeoutMs: 100 }).traceparent;
    const [child, unsampled] = [childTraceparent(parent), childTraceparent(parent, '00')];
    expect(child).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(child.slice(0, 36)).toBe(parent.slice(0, 36));
    expect(child.slice(36, 52)).not.toBe(parent.slice(36, 52));
    expect(unsampled.slice(52)).toBe('-00');
  });
});

describe('spans of messages', () => {
  const tracer = () => {
    const ended: string[] = [];
    const observer: MessagingObserver = {
      startSpan: (work, ctx) => ({ traceparent: childTraceparent(ctx.traceparent), end: (outcome) => ended.push(`${work.kind} ${'contract' in work ? work.contract.verb : work.name}: ${outcome}`) }),
    };
    return { observer, ended };
  };
  const call = (side: 'client' | 'server', ctx = newCallContext({ timeoutMs: 1_000 })): Call => ({ side, contract: { service: 'embedding', verb: 'x', idempotent: true } as Call['contract'], input: {}, ctx, timeoutMs: 1_000 });

  it('are made on both sides of a call, and the work within carries their name', async () => {
    const { observer, ended } = tracer();
    const given = call('server');
    let seen: CallContext | undefined;
    await trace(observer)(given, async ({ ctx }) => void (seen = ctx));
    expect(seen!.traceparent.slice(0, 36)).toBe(given.ctx.traceparent.slice(0, 36));
    expect([seen!.traceparent === given.ctx.traceparent, seen!.fresh]).toEqual([false, undefined]);
    await expect(trace(observer)(call('client'), () => Promise.reject(new LocalError('timeout', 'x')))).rejects.toThrow('x');
    await expect(traced(observer, { kind: 'send', channel: 'queue', name: 'q' }, given.ctx, () => Promise.reject(new DomainError('not-found', 'x')))).rejects.toThrow('x');
    expect(ended).toEqual(['server x: ok', 'client x: timeout', 'send q: not-found']);
  });

  it('leave a server in the span of its caller where none is recorded', async () => {
    let seen: CallContext | undefined;
    const [server, client] = [call('server'), call('client')];
    await trace(undefined)(server, async ({ ctx }) => void (seen = ctx));
    expect(seen).toBe(server.ctx);
    await trace({ startSpan: () => null })(client, async ({ ctx }) => void (seen = ctx));
    expect(seen!.traceparent).not.toBe(client.ctx.traceparent);
  });
});
