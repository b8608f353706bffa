import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/twinmcp.mjs', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The built command as a user starts it, in a process of its own, away from the user's own configuration. */
export function startCli(args: readonly string[], options: CliOptions): ChildProcess & { result: Promise<CliResult> } {
  if (!existsSync(path.join(path.dirname(BIN), '..', 'dist', 'main.js'))) throw new Error('build first: npm run build');
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], HOME: options.dataDir, TWINMCP_DATA_DIR: options.dataDir, XDG_CONFIG_HOME: options.dataDir, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += String(data)));
  child.stderr.on('data', (data: Buffer) => (stderr += String(data)));
  const result = new Promise<CliResult>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  running.add(child);
  child.once('close', () => running.delete(child));
  return Object.assign(child, { result });
}

const running = new Set<ChildProcess>();

/** For `afterAll`: a test that failed may have left its process behind. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((child) => new Promise((resolve) => {
    child.once('close', resolve);
    child.kill('SIGKILL');
  })));
}

export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const child = startCli(args, options);
  child.stdin!.end();
  return child.result;
}

/** Resolves with the first match in what the process writes; fails when it ends without. */
export function outputOf(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (data: Buffer) => {
      text += String(data);
      const match = pattern.exec(text);
      if (match) resolve(match);
    };
    child.stdout!.on('data', look);
    child.stderr!.on('data', look);
    child.once('close', () => reject(new Error(`ended without ${pattern}: ${text}`)));
  });
}
