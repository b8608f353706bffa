import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { startGatewayProcess, type GatewayProcess } from '../test-support/child.ts';
import { json, send } from '../test-support/http.ts';

/** refused: no connection was made, so nothing was accepted. lost: a connection was made and no complete answer came. */
type Outcome = 'answered' | 'refused' | 'lost';

function ask(base: string, agent: Agent, millis: number): Promise<{ outcome: Outcome; why: string; closes: boolean }> {
  const { hostname, port } = new URL(base);
  const body = JSON.stringify({ workspaceId: 'one', query: String(millis) });
  return new Promise((resolve) => {
    let connected = false;
    const call = request({ hostname, port, agent, path: '/v1/context', method: 'POST', headers: { ...json, 'content-length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', (error) => resolve({ outcome: 'lost', why: error.message, closes: false }));
      response.on('end', () => resolve({ outcome: response.complete && response.statusCode === 200 && text.includes('"tokens":14') ? 'answered' : 'lost', why: `${response.statusCode} ${text}`, closes: response.headers.connection === 'close' }));
    });
    call.on('socket', (socket) => (socket.connecting ? socket.once('connect', () => (connected = true)) : (connected = true)));
    call.on('error', (error: NodeJS.ErrnoException) => resolve({ outcome: connected || error.code !== 'ECONNREFUSED' ? 'lost' : 'refused', why: String(error.code), closes: false }));
    call.end(body);
  });
}

describe('SIGTERM', () => {
  let gateway: GatewayProcess;
  beforeEach(async () => {
    gateway = await startGatewayProcess();
  });
  afterEach(async () => {
    gateway.process.kill('SIGKILL');
    await gateway.exited;
  });

  it.each([['keep-alive', true], ['a connection each', false]])('loses no accepted request under load, %s', async (_name, keepAlive) => {
    const agent = new Agent({ keepAlive, maxSockets: 32 });
    const outcomes: Record<Outcome, number> = { answered: 0, refused: 0, lost: 0 };
    const losses: string[] = [];
    const worker = async () => {
      for (;;) {
        const { outcome, why } = await ask(gateway.url, agent, Math.random() * 30);
        outcomes[outcome]++;
        if (outcome === 'lost') losses.push(why);
        if (outcome === 'refused') return;
      }
    };
    const load = Promise.all(Array.from({ length: 32 }, worker));
    await wait(600);
    gateway.process.kill('SIGTERM');
    await load;
    agent.destroy();
    expect(await gateway.exited).toBe(0);
    expect([outcomes.lost, losses]).toEqual([0, []]);
    expect(outcomes.answered).toBeGreaterThan(32);
    expect(outcomes.refused).toBe(32);
  });

  it('finishes a slow answer, tells its connection to close, and is not ready meanwhile', async () => {
    const agent = new Agent({ keepAlive: true });
    const probe = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await ask(gateway.url, probe, 0)).toMatchObject({ outcome: 'answered', closes: false });
    const slow = ask(gateway.url, agent, 1_500);
    await wait(100);
    gateway.process.kill('SIGTERM');
    await wait(400);
    // A connection from before is still answered, once; new ones are refused.
    const { hostname, port } = new URL(gateway.url);
    const ready = await new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
      request({ hostname, port, agent: probe, path: '/health/ready' }, (response) => resolve({ status: response.resume().statusCode!, connection: response.headers.connection })).on('error', reject).end();
    });
    expect(ready).toEqual({ status: 503, connection: 'close' });
    await expect(send(gateway.url, '/health/live')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await slow).toMatchObject({ outcome: 'answered', closes: true });
    expect(await gateway.exited).toBe(0);
  });

  it('ends event streams with a word, and quiet connections after a moment', async () => {
    const quiet = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const closed = new Promise((resolve) => quiet.once('close', resolve));
    const { headers } = await send(gateway.url, '/v1/workspaces/one/index', { method: 'POST', headers: json, body: '{}' });
    const stream = send(gateway.url, `${headers.location}/events`);
    const tool = send(gateway.url, '/mcp', { method: 'POST', headers: { ...json, accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-06-18' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'index-workspace', arguments: {} } }) });
    await wait(300);
    const started = Date.now();
    gateway.process.kill('SIGTERM');
    expect((await stream).text).toMatch(/event: shutdown\ndata: .*Connect again/);
    // A tool that waits for a job answers what is known instead of being cut.
    expect((await tool).text).toMatch(/"state":"(queued|running)"/);
    await closed;
    expect(await gateway.exited).toBe(0);
    expect(Date.now() - started).toBeLessThan(5_000);
  });
});
