import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** How other commands of the same user reach the engine that owns the data directory. */
const EngineInfo = z.object({
  pid: z.number().int().positive(),
  /** REST and MCP; null when the engine serves no HTTP. */
  url: z.url().nullable(),
  /** Loopback URL of the control endpoint; every request to it carries the token. */
  controlUrl: z.url(),
  token: z.string().min(32),
  startedAt: z.number().int(),
  version: z.string(),
});
export type EngineInfo = z.output<typeof EngineInfo>;

const file = (dataDir: string) => path.join(dataDir, 'engine.json');

/** Null when there is none, or what is there is no such file. It may be left from an engine that was killed: ask it before you believe it. */
export function readEngineInfo(dataDir: string): EngineInfo | null {
  try {
    return EngineInfo.parse(JSON.parse(readFileSync(file(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** Only for the owner of the lock. Readers see the old file or the new one, never half of it. */
export function writeEngineInfo(dataDir: string, info: EngineInfo): void {
  const temporary = `${file(dataDir)}.${process.pid}`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, JSON.stringify(info), { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file(dataDir));
}

export function removeEngineInfo(dataDir: string): void {
  rmSync(file(dataDir), { force: true });
}
