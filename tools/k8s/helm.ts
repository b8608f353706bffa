import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const CHART = path.join(ROOT, 'helm/twinmcp');

export interface Ran {
  readonly ok: boolean;
  readonly output: string;
  readonly error: string;
}

/** One step of the check; `missing` says why it could not be made here. */
export interface Step {
  readonly what: string;
  readonly findings: readonly string[];
  readonly missing?: string;
}

/** A command to its end. */
export function run(command: string, args: readonly string[], input?: string): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', input, maxBuffer: 256 * 1024 * 1024, timeout: 120_000 });
  return { ok: status === 0, output: stdout ?? '', error: error ? error.message : (stderr ?? '') };
}

export const has = (command: string): boolean => run(command, command === 'helm' ? ['version', '--short'] : command === 'kubectl' ? ['version', '--client'] : ['--version']).ok;

const settings = (values: Readonly<Record<string, string>>): string[] => Object.entries(values).flatMap(([key, value]) => [/^(?:true|false|\d+(?:\.\d+)?)$/.test(value) && !key.endsWith('.memory') ? '--set' : '--set-string', `${key}=${value.replaceAll(',', '\\,')}`]);

export function template(values: Readonly<Record<string, string>>, release = 'twinmcp', namespace = 'twinmcp', more: readonly string[] = []): Ran {
  return run('helm', ['template', release, CHART, '--namespace', namespace, ...more, ...settings(values)]);
}

export const lint = (values: Readonly<Record<string, string>>): Ran => run('helm', ['lint', '--strict', CHART, ...settings(values)]);
