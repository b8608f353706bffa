import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@twinmcp/testing';
import { SupervisedProcess, type ProcessDefinition } from './supervised-process.ts';

const running: SupervisedProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop()));
});

function supervise(script: string, overrides: Partial<ProcessDefinition> = {}) {
  const lines: string[] = [];
  const notices: string[] = [];
  const supervised = new SupervisedProcess(
    { name: 'probe', command: process.execPath, args: ['-e', script], env: { PATH: process.env['PATH'] }, ready: async () => lines.includes('ready'), stopTimeoutMs: 2_000, ...overrides },
    { line: (_name, text) => void lines.push(text), notice: (_name, text) => void notices.push(text) },
  );
  running.push(supervised);
  supervised.start();
  return { supervised, lines, notices };
}

const SERVER = `console.log('ready'); setInterval(() => {}, 1000); process.on('SIGTERM', () => { console.log('drained'); process.exit(0); });`;

describe('SupervisedProcess', () => {
  it('starts a killed process again and says so', async () => {
    const { supervised, lines, notices } = supervise(SERVER);
    expect(await supervised.whenReady(5_000)).toBe(true);
    const first = supervised.pid;
    lines.length = 0;
    supervised.kill('SIGKILL');
    expect(await supervised.whenReady(5_000)).toBe(true);
    expect(supervised.pid).not.toBe(first);
    expect(supervised.restarts).toBe(1);
    expect(notices.join('\n')).toMatch(/killed by SIGKILL/);
  });

  it('stops in order and does not start it again', async () => {
    const { supervised, lines } = supervise(SERVER);
    await supervised.whenReady(5_000);
    await supervised.stop();
    expect(lines).toContain('drained');
    expect(supervised.pid).toBeNull();
  });

  it('kills what does not stop', async () => {
    const { supervised, notices } = supervise(`console.log('ready'); setInterval(() => {}, 1000); process.on('SIGTERM', () => {});`, { stopTimeoutMs: 200 });
    await supervised.whenReady(5_000);
    await supervised.stop();
    expect(notices.join('\n')).toMatch(/is killed/);
  });

  it('waits longer each time a process does not stay up', async () => {
    const { supervised, notices } = supervise('process.exit(3)');
    await eventually(() => notices.length >= 3);
    await supervised.stop();
    expect(notices.map((text) => /exit code 3\); starting it again in (\d+)/.exec(text)?.[1])).toEqual(['250', '500', '1000']);
  });
});
