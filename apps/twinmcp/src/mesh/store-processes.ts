import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@twinmcp/kernel';
import { findProgram } from './find-program.ts';
import { portAnswers } from './port-answers.ts';
import type { ProcessDefinition } from './supervised-process.ts';

const STOP_MS = 10_000;
const PACKAGES: Readonly<Record<string, string>> = { postgres: 'postgresql', initdb: 'postgresql' };
/** In a clone: the rules that the chart ships. */
const RULES = fileURLToPath(new URL('../../../../helm/twinmcp/observability/rules.yaml', import.meta.url));

/** Redis as a cache: nothing is written to disk. */
export function redisProcess(folder: string, port: number, env: NodeJS.ProcessEnv): ProcessDefinition {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { name: 'redis', command: program('redis-server', env), args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no', '--maxmemory', '256mb', '--maxmemory-policy', 'allkeys-lru'], env: { PATH: env['PATH'] }, ready: () => portAnswers({ port }), stopTimeoutMs: STOP_MS };
}

/** PostgreSQL on loopback without a password. It refuses to run as root, so root lends it a user and a folder that this user can reach. */
export function postgresProcess(folder: string, port: number, env: NodeJS.ProcessEnv): ProcessDefinition & { readonly folder: string } {
  const user = process.getuid?.() === 0 ? unprivileged() : undefined;
  const data = user ? path.join(tmpdir(), `twinmcp-postgres-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`) : folder;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  if (!existsSync(path.join(data, 'PG_VERSION'))) execFileSync(program('initdb', env), ['-D', data, '-U', 'twinmcp', '-A', 'trust', '-E', 'UTF8', '--locale=C'], { ...user, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] });
  // What an earlier process left when it was killed names one that may be somebody else's now; the port was found free.
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
  return { name: 'postgres', command: program('postgres', env), args: ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${data}`], env: { PATH: env['PATH'] }, ...(user && { user }), stopSignal: 'SIGINT', ready: () => portAnswers({ port }), stopTimeoutMs: STOP_MS, folder: data };
}

/** Prometheus that reads the six services, with the rules of the chart where they are at hand. */
export function prometheusProcess(folder: string, port: number, targets: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): ProcessDefinition {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const config = path.join(folder, 'prometheus.yml');
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({
    global: { scrape_interval: '2s', evaluation_interval: '5s' },
    ...(existsSync(RULES) && { rule_files: [RULES] }),
    scrape_configs: [{ job_name: 'twinmcp', static_configs: Object.entries(targets).map(([service, url]) => ({ targets: [new URL(url).host], labels: { instance: service } })) }],
  }), { mode: 0o600 });
  return { name: 'prometheus', command: program('prometheus', env), args: [`--config.file=${config}`, `--storage.tsdb.path=${path.join(folder, 'data')}`, '--storage.tsdb.retention.time=7d', `--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'], env: { PATH: env['PATH'] }, ready: () => answers(`http://127.0.0.1:${port}/-/ready`), stopTimeoutMs: STOP_MS };
}

function program(name: string, env: NodeJS.ProcessEnv): string {
  // Debian keeps the programs of PostgreSQL off the PATH, in a folder a version.
  const found = findProgram(name, [env['PATH'], ...globSync('/usr/lib/postgresql/*/bin').sort().reverse()].filter(Boolean).join(path.delimiter));
  if (!found) throw new DomainError('unavailable', `--with-stores needs ${name}, and there is none on PATH.`, { details: { hint: `Install it: apt install ${PACKAGES[name] ?? name}. Or leave --with-stores out: the mesh runs without.` } });
  return found;
}

function unprivileged(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(found?.[2] ?? 65_534), gid: Number(found?.[3] ?? 65_534) };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(async (response) => (await response.arrayBuffer(), response.ok), () => false);
}
