import { existsSync } from 'node:fs';
import { configKeys, formatProblem, redactConfig } from '@twinmcp/configuration';
import { resolveConfig } from '@twinmcp/platform';
import { configSources } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';

export async function run([action = 'show']: string[], options: CommonOptions, io: CommandIo): CommandResult {
  if (action === 'validate') return validateOnly(options, io);
  if (action === 'show') return show(options, io);
  if (action === 'reference') return reference(options, io);
  throw badInput(`There is no "config ${action}".`, 'twinmcp config validate, show or reference');
}

/** What `--validate-config` of every command does. */
export async function validateOnly(options: CommonOptions, io: CommandIo): CommandResult {
  const { problems, files: watched } = resolveConfig(configSources(options, io));
  const files = watched.filter((file) => existsSync(file)); // the user's own file is optional
  if (options.json) io.out(JSON.stringify({ valid: problems.length === 0, files, problems }));
  else if (problems.length === 0) io.out(`The configuration is valid (${files.length > 0 ? files.join(', ') : 'defaults and environment'}).`);
  else for (const problem of problems) io.out(`${io.colors.red('error')} ${formatProblem(problem)}`);
  return problems.length === 0 ? EXIT.ok : EXIT.usage;
}

/** The configuration in force, secrets hidden. */
function show(options: CommonOptions, io: CommandIo): number {
  const { config, problems } = resolveConfig(configSources(options, io));
  if (!config) {
    for (const problem of problems) io.note(`${io.colors.red('error')} ${formatProblem(problem)}`);
    return EXIT.usage;
  }
  io.out(JSON.stringify(redactConfig(config), null, options.json ? undefined : 2));
  return EXIT.ok;
}

function reference(options: CommonOptions, io: CommandIo): number {
  const keys = configKeys();
  if (options.json) io.out(JSON.stringify({ keys }));
  else for (const key of keys) io.out(`${io.colors.bold(key.path)}  ${io.colors.dim(`${key.accepts}${key.secret || key.fallback === undefined ? '' : `, default ${JSON.stringify(key.fallback)}`}`)}\n    ${key.description}`);
  return EXIT.ok;
}
