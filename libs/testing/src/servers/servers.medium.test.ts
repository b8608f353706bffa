import { connect } from 'node:net';
import { describeWithServer, startNatsServer, startRedisServer } from '../index.ts';

function greets(port: number, say: string, expected: RegExp): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(say));
    socket.once('data', (data) => (resolve(expected.test(data.toString())), socket.destroy()));
    socket.once('error', () => resolve(false));
  });
}

describeWithServer('nats-server', 'startNatsServer', () => {
  it('starts on a free port, comes back on it after a kill, and is gone after stop', async () => {
    const server = await startNatsServer();
    expect(await greets(server.port, '', /^INFO .*"jetstream":true/)).toBe(true);
    await server.kill();
    expect(await greets(server.port, '', /^INFO/)).toBe(false);
    await server.restart();
    expect(await greets(server.port, '', /^INFO/)).toBe(true);
    await server.stop();
    expect(await greets(server.port, '', /^INFO/)).toBe(false);
  });

  it('says what the server said when it does not start', async () => {
    await expect(startNatsServer({ args: ['--no-such-flag'] })).rejects.toThrow(/no-such-flag/);
  });
});

describeWithServer('redis-server', 'startRedisServer', () => {
  it('answers a PING', async () => {
    const server = await startRedisServer();
    expect(await greets(server.port, 'PING\r\n', /^\+PONG/)).toBe(true);
    await server.stop();
  });
});
