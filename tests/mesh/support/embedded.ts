import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sleep } from '@twinmcp/kernel';

const BIN = fileURLToPath(new URL('../../../apps/twinmcp/bin/twinmcp.mjs', import.meta.url));

/** `twinmcp up` as a user starts it, on a free port. */
export async function startEmbedded(dataDir: string): Promise<{ url: string; stop(): Promise<number | null> }> {
  const child = spawn(process.execPath, [BIN, 'up', '--port', '0', '--data-dir', dataDir], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  for (let i = 0; i < 300 && child.exitCode === null; i++) {
    try {
      const { url } = JSON.parse(readFileSync(path.join(dataDir, 'engine.json'), 'utf8')) as { url: string };
      if ((await fetch(`${url}/health/ready`)).ok) {
        return { url, stop: async () => (child.kill('SIGTERM'), exited) };
      }
    } catch {
      // not there yet
    }
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`twinmcp up did not become ready:\n${errors}`);
}
