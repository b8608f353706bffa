import { existsSync } from 'node:fs';
import { formatProblem } from '@twinmcp/configuration';
import { resolveConfig } from '@twinmcp/platform';
import { configSources } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { missing, ok, type Check } from '../doctor/check.ts';
import { checkDataDirectory, checkDisk, checkEngine, checkPort } from '../doctor/place-checks.ts';
import { checkGit, checkGrammars, checkNode, checkSqlite } from '../doctor/runtime-checks.ts';
import { checkServers } from '../doctor/server-checks.ts';
import { connect } from '../engine/engine-session.ts';

/** Looks, changes nothing. Exit code 1 when something that is needed is missing. */
export async function run(_args: string[], options: CommonOptions, io: CommandIo): CommandResult {
  const { config, problems, files: watched } = resolveConfig(configSources(options, io));
  const files = watched.filter((file) => existsSync(file)); // the user's own file is optional
  const checks: Check[] = [checkNode(), checkSqlite(), await checkGrammars(), await checkGit(io.env['PATH'])];
  for (const problem of problems) checks.push(missing('Configuration', formatProblem(problem), 'Mend it; twinmcp config reference lists every key.'));
  if (config) {
    checks.push(ok('Configuration', files.length > 0 ? `valid (${files.join(', ')})` : 'valid (defaults and environment)'));
    const session = await connect(config.data_dir);
    const context = { config, running: session?.info ?? null, env: io.env };
    checks.push(...(await Promise.all([checkDataDirectory(context), checkDisk(context), checkPort(context)])), checkEngine(context), ...(await checkServers(context)));
    await session?.close();
  }
  if (options.json) io.out(JSON.stringify({ healthy: !checks.some((check) => check.state === 'missing'), checks }));
  else print(checks, io);
  return checks.some((check) => check.state === 'missing') ? EXIT.failure : EXIT.ok;
}

function print(checks: readonly Check[], io: CommandIo): void {
  const { green, red, yellow, dim } = io.colors;
  const marks = { ok: green('ok     '), note: yellow('note   '), missing: red('missing') };
  for (const { name, state, detail, advice } of checks) {
    io.out(`${marks[state]}  ${name.padEnd(15)} ${detail}`);
    if (advice) io.out(`${' '.repeat(9)}${' '.repeat(15)} ${dim(`→ ${advice}`)}`);
  }
}
