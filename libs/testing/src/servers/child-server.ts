import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBinary } from './find-binary.ts';

const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 10_000;

/** A real server as a child process: ready when it says so, gone with the test process, its folder removed. */
export class ChildServer {
  readonly #binary: string;
  readonly #args: readonly string[];
  readonly #ready: RegExp;
  readonly #user: { readonly uid?: number; readonly gid?: number };
  #child: ChildProcess | null = null;

  constructor(name: string, args: readonly string[], ready: RegExp, user: { readonly uid?: number; readonly gid?: number } = {}) {
    const binary = findBinary(name);
    if (!binary) throw new Error(`${name} is not installed`);
    this.#binary = binary;
    this.#args = args;
    this.#ready = ready;
    this.#user = user;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const child = spawn(this.#binary, this.#args, { stdio: ['ignore', 'pipe', 'pipe'], ...this.#user });
    this.#child = child;
    const onExit = () => child.kill('SIGKILL');
    process.once('exit', onExit);
    child.once('exit', () => process.off('exit', onExit));
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${this.#binary} ${why}:\n${output.length > 2_000 ? `${output.slice(0, 500)} … ${output.slice(-1_500)}` : output}`));
      const timer = setTimeout(() => fail(`was not ready within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
      const onData = (data: Buffer) => {
        output += data.toString();
        if (!this.#ready.test(output)) return;
        clearTimeout(timer);
        for (const stream of [child.stdout!, child.stderr!]) stream.off('data', onData).resume();
        resolve();
      };
      child.stdout!.on('data', onData);
      child.stderr!.on('data', onData);
      child.once('error', (error) => fail(error.message));
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`exited with ${code}`);
      });
    });
  }

  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await gone;
    clearTimeout(timer);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Somebody else may take a free port before the server has it: tried again with another one. */
export async function onFreePort<T>(port: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(port ?? (await freePort()));
    } catch (error) {
      if (port !== undefined || attempt === 5 || !/in use/i.test(String(error))) throw error;
    }
  }
}

export async function dataFolder(given: string | undefined): Promise<{ folder: string; remove(): Promise<void> }> {
  if (given !== undefined) return { folder: given, remove: async () => {} };
  const folder = await mkdtemp(path.join(tmpdir(), 'twinmcp-test-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
