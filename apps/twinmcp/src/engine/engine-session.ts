import { DomainError, sleep } from '@twinmcp/kernel';
import type { RpcClient } from '@twinmcp/messaging';
import { ControlClient } from './control-client.ts';
import { ControlServer } from './control-server.ts';
import { readEngineInfo, removeEngineInfo, writeEngineInfo, type EngineInfo } from './engine-info.ts';
import { EngineLock } from './engine-lock.ts';

/** An engine that runs in this process. */
export interface OwnedEngine {
  readonly rpc: RpcClient;
  /** HTTP + MCP edge, when it listens. */
  readonly url: string | null;
  close(): Promise<void>;
}

export type EngineSession =
  | { readonly kind: 'owner'; readonly rpc: RpcClient; readonly engine: OwnedEngine; readonly info: EngineInfo | null; close(): Promise<void> }
  | { readonly kind: 'client'; readonly rpc: RpcClient; readonly engine: null; readonly info: EngineInfo; close(): Promise<void> };

export interface SessionOptions {
  readonly dataDir: string;
  readonly version: string;
  /** Starts the engine in this process; called only with the lock held. */
  readonly start: () => Promise<OwnedEngine>;
  /** Let other commands use the engine while it runs here. A question that takes a second need not; default true. */
  readonly share?: boolean;
  /** How long to wait for an owner that is about to answer or to go, ms. Default 20,000. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

/** The engine that runs on this data directory, else one started here. Of several processes that ask at once exactly one starts it. */
export async function openSession(options: SessionOptions): Promise<EngineSession> {
  const giveUpAt = Date.now() + (options.waitMs ?? 20_000);
  for (;;) {
    const running = await connect(options.dataDir);
    if (running) return running;
    const lock = EngineLock.tryAcquire(options.dataDir);
    if (lock) return own(lock, options);
    if (Date.now() > giveUpAt) throw new DomainError('unavailable', `another twinmcp process is using ${options.dataDir} and does not share it; wait for it to end, or use another --data-dir`);
    await sleep(25 + Math.random() * 50, options.signal);
  }
}

/** A session with the engine that runs on the data directory; null when there is none. */
export async function connect(dataDir: string): Promise<Extract<EngineSession, { kind: 'client' }> | null> {
  const info = readEngineInfo(dataDir);
  if (!info) return null;
  const client = new ControlClient(info);
  const hello = await client.hello();
  if (hello?.pid === info.pid) return { kind: 'client', rpc: client, engine: null, info, close: async () => client.close() };
  client.close();
  return null;
}

async function own(lock: EngineLock, options: SessionOptions): Promise<EngineSession> {
  // Whoever wrote it is gone: the lock is ours.
  removeEngineInfo(options.dataDir);
  let engine: OwnedEngine | null = null;
  try {
    engine = await options.start();
    const { rpc } = engine;
    const control = options.share === false ? null : await ControlServer.listen(rpc, { pid: process.pid, version: options.version, dataDir: options.dataDir });
    const info = control && { pid: process.pid, url: engine.url, controlUrl: control.url, token: control.token, startedAt: Date.now(), version: options.version };
    if (info) writeEngineInfo(options.dataDir, info);
    const started = engine;
    const close = once(async () => {
      if (info) removeEngineInfo(options.dataDir);
      await control?.close();
      await started.close();
      lock.release();
    });
    return { kind: 'owner', rpc, engine, info, close };
  } catch (error) {
    await engine?.close().catch(() => {});
    lock.release();
    throw error;
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | null = null;
  return () => (result ??= action());
}
