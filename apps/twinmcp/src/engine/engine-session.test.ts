import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { astAnalysis } from '@twinmcp/contracts';
import { newCallContext } from '@twinmcp/messaging';
import { rpcOf } from '../../test-support/fake-rpc.ts';
import { readEngineInfo, writeEngineInfo } from './engine-info.ts';
import { EngineLock } from './engine-lock.ts';
import { openSession, type EngineSession, type OwnedEngine } from './engine-session.ts';
import { FailoverRpcClient } from './failover-rpc.ts';

let dataDir: string;
let started: number;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'twinmcp-session-'));
  started = 0;
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const engine = (name: string): OwnedEngine => ({ rpc: rpcOf(() => ({ workspaces: [], from: name })), url: null, close: async () => {} });
const session = (name = 'first', options: { share?: boolean; waitMs?: number } = {}) =>
  openSession({ dataDir, version: '1', ...options, start: async () => (started++, engine(name)) });
const ask = (target: Pick<EngineSession, 'rpc'> | FailoverRpcClient) => ('rpc' in target ? target.rpc : target).call(astAnalysis.listWorkspaces, {}, newCallContext({ timeoutMs: 2_000 })) as Promise<unknown>;

describe('EngineLock', () => {
  it('has one holder at a time', () => {
    const lock = EngineLock.tryAcquire(dataDir)!;
    expect(EngineLock.tryAcquire(dataDir)).toBeNull();
    lock.release();
    const next = EngineLock.tryAcquire(dataDir)!;
    expect(next).not.toBeNull();
    next.release();
  });

  it('says what to do about a folder that is no place for it', () => {
    mkdirSync(path.join(dataDir, 'taken', 'engine.lock'), { recursive: true });
    writeFileSync(path.join(dataDir, 'engine.lock'), 'not a database at all, but long enough to be read as the header of one, which takes a hundred bytes or more');
    for (const folder of [dataDir, path.join(dataDir, 'taken')]) expect(() => EngineLock.tryAcquire(folder)).toThrow(expect.objectContaining({ code: 'invalid-input', details: { hint: expect.stringContaining('--data-dir') } }));
  });
});

describe('openSession', () => {
  it('starts the engine once, and everyone else uses it', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => session(`engine ${i}`)));
    expect(started).toBe(1);
    expect(all.filter(({ kind }) => kind === 'owner')).toHaveLength(1);
    const answers = await Promise.all(all.map(ask));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    for (const one of all) await one.close();
    expect(readEngineInfo(dataDir)).toBeNull();
  });

  it('writes the token for its user alone', async () => {
    const owner = await session();
    expect(statSync(path.join(dataDir, 'engine.json')).mode & 0o777).toBe(0o600);
    await owner.close();
  });

  it('recovers what a killed engine left behind', async () => {
    writeEngineInfo(dataDir, { pid: 2 ** 22 + 1, url: null, controlUrl: 'http://127.0.0.1:9', token: 'x'.repeat(64), startedAt: 0, version: '1' });
    const owner = await session();
    expect(owner.kind).toBe('owner');
    expect(readEngineInfo(dataDir)?.pid).toBe(process.pid);
    await owner.close();
  });

  it('is not fooled by another program on the port of a dead engine', async () => {
    const other = await session('other');
    const info = { ...readEngineInfo(dataDir)! };
    const stolen = mkdtempSync(path.join(tmpdir(), 'twinmcp-session-'));
    writeEngineInfo(stolen, { ...info, token: 'y'.repeat(64) });
    const owner = await openSession({ dataDir: stolen, version: '1', start: async () => engine('mine') });
    expect(owner.kind).toBe('owner');
    await Promise.all([owner.close(), other.close()]);
    rmSync(stolen, { recursive: true, force: true });
  });

  it('waits for an owner that does not share, and says so when it takes too long', async () => {
    const owner = await session('private', { share: false });
    await expect(session('second', { waitMs: 150 })).rejects.toMatchObject({ code: 'unavailable' });
    const waiting = session('second');
    await owner.close();
    const next = await waiting;
    expect(next.kind).toBe('owner');
    await next.close();
  });

  it('gives the lock back when the engine does not start', async () => {
    await expect(openSession({ dataDir, version: '1', start: () => Promise.reject(new Error('port in use')) })).rejects.toThrow('port in use');
    const owner = await session();
    await owner.close();
  });
});

describe('FailoverRpcClient', () => {
  it('goes on with the next engine when the one it uses ends', async () => {
    const owner = await session('first');
    const client = new FailoverRpcClient(() => session('second'));
    expect(await ask(client)).toMatchObject({ from: 'first' });
    await owner.close();
    const answers = await Promise.all([ask(client), ask(client), ask(client)]);
    expect(answers).toEqual(Array(3).fill({ workspaces: [], from: 'second' }));
    expect(started).toBe(2);
    await client.close();
    expect(readEngineInfo(dataDir)).toBeNull();
  });

  it('outlives several owners that end one after the other', async () => {
    const owners = [await session('first')];
    // Each time it opens a session, somebody else has become the owner before, and ends at once.
    const client = new FailoverRpcClient(async () => {
      const found = await session('mine');
      if (owners.length < 4 && found.kind === 'client') {
        await owners.at(-1)!.close();
        owners.push(await session(`owner ${owners.length}`));
      }
      return found;
    });
    expect(await ask(client)).toMatchObject({ from: 'owner 3' });
    await client.close();
    await owners.at(-1)!.close();
  });

  it('tries again after a failed start', async () => {
    let attempts = 0;
    const client = new FailoverRpcClient(() => (attempts++ === 0 ? Promise.reject(new Error('not yet')) : session()));
    await expect(ask(client)).rejects.toThrow('not yet');
    expect(await ask(client)).toMatchObject({ from: 'first' });
    await client.close();
  });
});
