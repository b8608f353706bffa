import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '@twinmcp/kernel';
import { formatBytes } from '../cli/progress-format.ts';
import { isPortFree } from '../mesh/free-port.ts';
import { missing, note, ok, type Check, type DoctorContext } from './check.ts';

/** An index takes about as much as the source; below this the next one may not fit. */
const LOW_DISK_BYTES = 500_000_000;

export async function checkDataDirectory({ config }: DoctorContext): Promise<Check> {
  const folder = config.data_dir;
  try {
    const existing = await nearestExisting(folder);
    await access(existing, constants.W_OK | constants.X_OK);
    const mode = existing === folder ? (await stat(folder)).mode & 0o077 : 0;
    if (mode !== 0 && process.platform !== 'win32') return note('Data directory', `${folder}, readable by others`, `chmod 700 ${folder}`);
    return ok('Data directory', existing === folder ? folder : `${folder} (made at first use)`);
  } catch (error) {
    return missing('Data directory', `${folder}: ${errorMessage(error)}`, 'Choose one that you may write to with --data-dir.');
  }
}

export async function checkDisk({ config }: DoctorContext): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(await nearestExisting(config.data_dir));
    const free = bavail * bsize;
    return free > LOW_DISK_BYTES ? ok('Free disk', formatBytes(free)) : missing('Free disk', `only ${formatBytes(free)}`, `Free some space, or choose another --data-dir.`);
  } catch (error) {
    return note('Free disk', `not known: ${errorMessage(error)}`);
  }
}

export async function checkPort({ config, running }: DoctorContext): Promise<Check> {
  const { host, port } = config.gateway;
  if (running?.url) return ok('Port', `${running.url} is the running engine`);
  if (port === 0) return ok('Port', 'any free one');
  return (await isPortFree(port, host)) ? ok('Port', `${host}:${port} is free`) : note('Port', `${host}:${port} is taken by another program`, 'twinmcp up --port <n>, or gateway.port in the configuration.');
}

export function checkEngine({ running }: DoctorContext): Check {
  return running ? ok('Engine', `runs: process ${running.pid}, version ${running.version}${running.url ? `, ${running.url}` : ', without HTTP'}`) : note('Engine', 'does not run: commands work in their own process', 'twinmcp up starts one for agents and faster answers.');
}

async function nearestExisting(folder: string): Promise<string> {
  for (let current = folder; ; current = path.dirname(current)) {
    const found = await stat(current).catch(() => null);
    if (found) return current;
    if (path.dirname(current) === current) return current;
  }
}
