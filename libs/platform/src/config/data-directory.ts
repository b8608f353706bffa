import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { DomainError, errorMessage, isDomainError } from '@twinmcp/kernel';
import type { Environment } from '@twinmcp/configuration';

/** Absolute path of the state directory: as configured, else the XDG data home (relative XDG paths are ignored, as the specification asks). */
export function resolveDataDirectory(configured: string, env: Environment): string {
  if (configured) return path.resolve(expandHome(configured, env));
  if (env.XDG_DATA_HOME && path.isAbsolute(env.XDG_DATA_HOME)) return path.join(env.XDG_DATA_HOME, 'twinmcp');
  if (process.platform === 'win32' && env.LOCALAPPDATA) return path.join(env.LOCALAPPDATA, 'twinmcp');
  return path.join(home(env), '.local', 'share', 'twinmcp');
}

/** Creates what is missing with mode 0700. Permissions of a directory that exists are its owner's business. */
export function ensureDataDirectory(directory: string): string {
  try {
    makeDirectory(directory);
    if (statSync(directory).isDirectory()) return writable(directory);
  } catch (error) {
    if (isDomainError(error)) throw error;
    throw new DomainError('invalid-input', `the data directory ${directory} cannot be created: ${errorMessage(error)}. Choose another with --data-dir or data_dir`, { cause: error });
  }
  throw new DomainError('invalid-input', `the data directory ${directory} is not a directory. Choose another with --data-dir or data_dir`);
}

function writable(directory: string): string {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return directory;
  } catch (error) {
    throw new DomainError('invalid-input', `the data directory ${directory} may not be written by this user. Change its permissions, or choose another with --data-dir or data_dir`, { cause: error });
  }
}

/** Node's own recursive mkdir never ends where the system refuses a new entry with ENOENT, as below /proc. */
function makeDirectory(directory: string): void {
  const parent = path.dirname(directory);
  if (parent !== directory && !existsSync(parent)) makeDirectory(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process may have been faster
  }
}

export function expandHome(file: string, env: Environment): string {
  return file === '~' || file.startsWith('~/') ? path.join(home(env), file.slice(1)) : file;
}

function home(env: Environment): string {
  return env.HOME && path.isAbsolute(env.HOME) ? env.HOME : homedir();
}
