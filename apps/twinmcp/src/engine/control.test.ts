import { afterEach, describe, expect, it } from '@jest/globals';
import { astAnalysis } from '@twinmcp/contracts';
import { DomainError, isLocalError, LocalError } from '@twinmcp/kernel';
import { newCallContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { rpcOf } from '../../test-support/fake-rpc.ts';
import { ControlClient } from './control-client.ts';
import { ControlServer } from './control-server.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource.close();
});

async function pair(rpc: RpcClient, token?: string) {
  const server = await ControlServer.listen(rpc, { pid: process.pid, version: '1', dataDir: '/d' });
  const client = new ControlClient({ pid: process.pid, url: null, controlUrl: server.url, token: token ?? server.token, startedAt: 0, version: '1' });
  open.push(server, client);
  return { server, client };
}
const ctx = (signal?: AbortSignal) => newCallContext({ timeoutMs: 2_000, tenant: 'team-a', signal });

describe('control endpoint', () => {
  it('passes input, output and the context of the call', async () => {
    let seen: { subject: string; input: unknown; ctx: CallContext } | null = null;
    const { client } = await pair(rpcOf((subject, input, context) => {
      seen = { subject, input, ctx: context };
      return { job: { id: 'job_1', text: 'é'.repeat(100_000) } };
    }));
    const context = ctx();
    expect(await client.call(astAnalysis.getJob, { jobId: 'job_1' }, context)).toEqual({ job: { id: 'job_1', text: 'é'.repeat(100_000) } });
    expect(seen).toMatchObject({ subject: 'twinmcp.v1.ast-analysis.get-job', input: { jobId: 'job_1' }, ctx: { tenant: 'team-a', traceparent: context.traceparent } });
    expect(Math.abs(seen!.ctx.deadline.atMs - context.deadline.atMs)).toBeLessThan(50);
  });

  it('gives back the same error', async () => {
    const { client } = await pair(rpcOf((_subject, input) => {
      const { jobId } = input as { jobId: string };
      throw jobId === 'gone' ? new DomainError('job-not-found', 'no such job', { details: { jobId } }) : jobId === 'slow' ? new LocalError('timeout', 'too slow') : new Error('surprise');
    }));
    await expect(client.call(astAnalysis.getJob, { jobId: 'gone' }, ctx())).rejects.toMatchObject({ name: 'DomainError', code: 'job-not-found', details: { jobId: 'gone' } });
    await expect(client.call(astAnalysis.getJob, { jobId: 'slow' }, ctx())).rejects.toMatchObject({ name: 'LocalError', kind: 'timeout' });
    await expect(client.call(astAnalysis.getJob, { jobId: 'x' }, ctx())).rejects.toMatchObject({ code: 'internal', message: 'surprise' });
  });

  it('answers nobody without the token, and serves known calls only', async () => {
    const { server, client } = await pair(rpcOf(() => ({})), 'x'.repeat(64));
    expect(await client.hello()).toBeNull();
    expect((await fetch(`${server.url}/`)).status).toBe(401);
    expect((await fetch(`${server.url}/rpc/twinmcp.v1.ast-analysis.list-workspaces`, { method: 'POST', body: '{}' })).status).toBe(401);
    const headers = { authorization: `Bearer ${server.token}` };
    expect((await fetch(`${server.url}/rpc/twinmcp.v1.event.workspace-indexed`, { method: 'POST', body: '{}', headers })).status).toBe(404);
    expect((await fetch(`${server.url}/rpc/twinmcp.v1.ast-analysis.list-workspaces`, { headers })).status).toBe(404);
  });

  it('tells the engine when the caller gives up', async () => {
    let aborted: Promise<void> | null = null;
    const { client } = await pair(rpcOf((_s, _i, { signal }) => {
      aborted = new Promise((resolve) => signal!.addEventListener('abort', () => resolve()));
      return new Promise(() => {});
    }));
    const stop = new AbortController();
    const call = client.call(astAnalysis.listWorkspaces, {}, ctx(stop.signal)).catch((error: unknown) => error);
    while (aborted === null) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(isLocalError(await call, 'cancelled')).toBe(true);
    await aborted;
  });

  it('is told apart from an engine that has gone', async () => {
    const { server, client } = await pair(rpcOf(() => ({ workspaces: [] })));
    expect(await client.hello()).toMatchObject({ pid: process.pid });
    await server.close();
    expect(await client.hello()).toBeNull();
    expect(isLocalError(await client.call(astAnalysis.listWorkspaces, {}, ctx()).catch((error: unknown) => error), 'disconnected')).toBe(true);
  });

  it('finishes the call in hand when it closes', async () => {
    let answer: (value: unknown) => void = () => {};
    const called = Promise.withResolvers<void>();
    const { server, client } = await pair(rpcOf(() => {
      called.resolve();
      return new Promise((resolve) => (answer = resolve));
    }));
    const call = client.call(astAnalysis.listWorkspaces, {}, ctx());
    await called.promise;
    const closing = server.close();
    answer({ workspaces: [] });
    expect(await call).toEqual({ workspaces: [] });
    await closing;
  });
});
