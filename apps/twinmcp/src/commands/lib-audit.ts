import { libraryResolution, type RpcOutput, type Vulnerability } from '@twinmcp/contracts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { askLibraries, libraryRefs, type LibraryOptions } from '../cli/library-command.ts';
import { visible } from '../cli/text.ts';
import { runTool, TOOL_EXIT } from '../cli/tool-command.ts';

interface Options extends LibraryOptions {
  readonly minSeverity?: 'low' | 'medium' | 'high' | 'critical';
  readonly production?: boolean;
  readonly strict?: boolean;
  readonly limit?: number;
}

/** Exit code 0 nothing found, 1 vulnerabilities, 2 it could not be looked at. */
export async function run(packages: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, async () => {
    const found = await askLibraries(options, io, async (asker) => {
      const { rpc, workspace, ctx } = asker;
      const given = await libraryRefs(packages, asker);
      return rpc.call(libraryResolution.checkVulnerabilities, { ...(given.length > 0 ? { packages: given } : { workspaceId: workspace.id }), minSeverity: options.minSeverity, production: options.production, limit: options.limit }, ctx);
    });
    if (options.json) io.out(JSON.stringify(found));
    else for (const line of write(found, io)) io.out(line);
    if (options.strict && (found.database.source === 'sample' || found.problems.length > 0)) {
      io.note(`${io.colors.red('failed')} --strict: ${found.database.source === 'sample' ? 'there are no advisories to compare with' : 'a file could not be read'}`);
      return TOOL_EXIT.failed;
    }
    // Nothing with a version is nothing looked at: a project without a lock file is not one without flaws.
    return found.total > 0 ? TOOL_EXIT.findings : found.checked === 0 && found.unchecked > 0 ? TOOL_EXIT.failed : TOOL_EXIT.clean;
  });
}

function* write(found: RpcOutput<typeof libraryResolution.checkVulnerabilities>, io: CommandIo): Generator<string> {
  const { bold, dim, green, yellow } = io.colors;
  for (const one of found.vulnerabilities) yield* entry(one, io);
  if (found.vulnerabilities.length > 0) yield '';
  const levels = Object.entries(found.bySeverity).map(([level, count]) => `${count} ${level}`).join(', ');
  const packages = found.checked === 1 ? '1 package' : `${found.checked} packages`;
  const isSample = found.database.source === 'sample';
  yield found.total === 0 && found.checked === 0 && found.unchecked > 0 ? `${yellow('Nothing could be compared')}: no package has an exact version. Is there a lock file?` : found.total === 0 ? isSample ? `${yellow('No audit')}: none of the few advisories that come with the program applies to ${packages}, and others were not compared.` : `${green('No known vulnerability')} in ${packages}.` : `${bold(String(found.total))} known ${found.total === 1 ? 'vulnerability' : 'vulnerabilities'} in ${packages}: ${levels}.`;
  if (found.truncated) yield dim(`Only ${found.vulnerabilities.length} are shown: a higher --limit shows more.`);
  if (found.unchecked > 0) yield dim(found.unchecked === 1 ? '1 package has no version or comes from no registry, and was not compared for certain.' : `${found.unchecked} packages have no version or come from no registry, and were not compared for certain.`);
  if (!isSample) yield dim(`Compared with ${found.database.source === 'api' ? 'what the OSV API answered' : `${found.database.advisories} advisories${found.database.newest ? `, last changed ${found.database.newest.slice(0, 10)} as far as they have a date` : ''}`}.`);
  for (const { path, message } of found.problems) yield `${yellow('!')} ${visible(path)} ${visible(message)}`;
  for (const one of found.degraded) yield `${yellow('!')} ${visible(one)}`;
}

function* entry({ severity, score, id, aliases, name, version, summary, fixedIn, classes, paths, unsure, production }: Vulnerability, io: CommandIo): Generator<string> {
  const { bold, dim, red, yellow, cyan } = io.colors;
  const colour = severity === 'critical' || severity === 'high' ? red : yellow;
  yield `${colour(severity)}${score === null ? '' : ` ${score.toFixed(1)}`} ${bold(visible(`${name}@${version ?? '?'}`))} ${visible(id)}${aliases.length > 0 ? dim(` ${aliases.slice(0, 3).map(visible).join(' ')}`) : ''}${unsure ? dim(' (its version cannot be compared)') : ''}`;
  yield `  ${visible(summary)} ${dim(`[${classes.join(', ')}]${production ? '' : ' development only'}`)}`;
  yield `  ${fixedIn === null ? 'no version is known to mend it' : `mended in ${cyan(fixedIn)}`}`;
  for (const path of paths.slice(0, 1)) yield dim(`  ${path.map(({ package: step }) => visible(step)).join(' > ')}`);
}
