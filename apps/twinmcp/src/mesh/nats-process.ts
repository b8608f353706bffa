import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError, sleep } from '@twinmcp/kernel';
import { findProgram } from './find-program.ts';
import { portAnswers } from './port-answers.ts';
import type { ProcessDefinition } from './supervised-process.ts';

export const HOW_TO_INSTALL_NATS = 'Install it: "apt install nats-server" (Debian, Ubuntu), "brew install nats-server" (macOS), or https://github.com/nats-io/nats-server/releases. Without it use "twinmcp up": the same engine in one process.';

const LEFT_OVER_WAIT_MS = 5_000;

/** A nats-server with JetStream on loopback, its files below `folder`. */
export async function natsProcess(folder: string, port: number, env: NodeJS.ProcessEnv): Promise<ProcessDefinition> {
  const command = findProgram('nats-server', env['PATH']);
  if (!command) throw new DomainError('unavailable', 'The mesh needs nats-server, and there is none on PATH.', { details: { hint: HOW_TO_INSTALL_NATS } });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await endLeftOver(path.join(folder, 'nats.pid'), folder);
  const config = path.join(folder, 'nats.conf');
  rmSync(config, { force: true });
  writeFileSync(config, natsConfig(folder, port), { mode: 0o600 });
  return { name: 'nats', command, args: ['-c', config], env: { PATH: env['PATH'] }, ready: () => portAnswers({ port, greeting: 'INFO ' }), stopTimeoutMs: 10_000 };
}

function natsConfig(folder: string, port: number): string {
  const text = (value: string) => JSON.stringify(value);
  return `# Written at every start of "twinmcp mesh".\nhost: "127.0.0.1"\nport: ${port}\npid_file: ${text(path.join(folder, 'nats.pid'))}\njetstream { store_dir: ${text(folder)} }\n`;
}

/** A mesh that was killed leaves its nats-server running, on the same files as the next one. It is ours only when its command line names our folder. */
async function endLeftOver(pidFile: string, folder: string): Promise<void> {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').trim());
    for (let waited = 0; waited < LEFT_OVER_WAIT_MS && Number.isInteger(pid) && pid > 1 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder); waited += 50) {
      process.kill(pid, 'SIGTERM');
      await sleep(50);
    }
  } catch {
    // none left, or no /proc here
  }
}
