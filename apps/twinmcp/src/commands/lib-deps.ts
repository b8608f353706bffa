import { libraryResolution, type DependencyAnalysis } from '@twinmcp/contracts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { askLibraries, type LibraryOptions } from '../cli/library-command.ts';
import { badInput } from '../cli/report-error.ts';
import { visible } from '../cli/text.ts';

interface Options extends LibraryOptions {
  readonly why?: string[];
  readonly mermaid?: boolean;
  readonly dot?: boolean;
  readonly graph?: boolean;
  readonly depth?: number;
  readonly production?: boolean;
  readonly failOn?: string[];
  readonly limit?: number;
}

const FAILING: Readonly<Record<string, (found: DependencyAnalysis) => number>> = {
  unsatisfied: ({ conflicts }) => conflicts.filter(({ kind }) => kind === 'unsatisfied').length,
  conflicts: ({ conflicts }) => conflicts.length,
  cycles: ({ cycles }) => cycles.length,
  duplicates: ({ duplicates }) => duplicates.length,
  unused: ({ unused }) => unused.filter(({ certainty }) => certainty === 'likely').length,
  missing: ({ missing }) => missing.length,
  licences: ({ licences }) => licences.filter(({ severity }) => severity === 'conflict').length,
  deprecated: ({ deprecated }) => deprecated.length,
};

export async function run(packages: string[], options: Options, io: CommandIo): CommandResult {
  for (const name of options.failOn ?? []) if (!Object.hasOwn(FAILING, name)) throw badInput(`"${name}" is nothing that can be found.`, `There are: ${Object.keys(FAILING).join(', ')}.`);
  if (options.mermaid && options.dot) throw badInput('--mermaid and --dot cannot both be printed.');
  const graph = options.mermaid ? 'mermaid' : options.dot ? 'dot' : options.graph ? 'json' : 'none';
  const found = await askLibraries(options, io, ({ rpc, workspace, ctx }) => rpc.call(libraryResolution.analyzeDependencies, { workspaceId: workspace.id, why: [...packages, ...(options.why ?? [])], graph, depth: options.depth, production: options.production, limit: options.limit }, ctx));
  if (options.json) io.out(JSON.stringify(found));
  else if (found.graph?.text) {
    io.out(found.graph.text.trimEnd());
    if (found.graph.truncated) io.note(`Only ${found.graph.nodes.length} packages are drawn: --depth, --production or the name of a package give a smaller graph.`);
    for (const { path, message } of found.problems) io.note(`${io.colors.yellow('!')} ${visible(path)} ${visible(message)}`);
  } else for (const line of write(found, io)) io.out(line);
  const failing = (options.failOn ?? []).filter((name) => FAILING[name]!(found) > 0);
  if (failing.length > 0) io.note(`${io.colors.red('failed')} on ${failing.join(', ')}`);
  return failing.length > 0 ? EXIT.failure : EXIT.ok;
}

const SHOWN = 10;

function* write(found: DependencyAnalysis, io: CommandIo): Generator<string> {
  const { bold, dim, yellow, red, cyan } = io.colors;
  const { summary } = found;
  const list = function* (title: string, lines: readonly string[]): Generator<string> {
    if (lines.length === 0) return;
    yield '';
    yield bold(`${title} (${lines.length})`);
    yield* lines.slice(0, SHOWN).map((line) => `  ${visible(line)}`);
    if (lines.length > SHOWN) yield dim(`  … ${lines.length - SHOWN} more: --json shows all`);
  };
  if (found.why.length > 0) {
    for (const { package: name, paths } of found.why) {
      yield bold(visible(name));
      for (const path of paths) yield `  ${path.map(({ package: step, requirement, scope }) => `${visible(step)}${requirement === null ? '' : dim(` (${visible(requirement)}${scope === 'runtime' || scope === null ? '' : `, ${scope}`})`)}`).join(dim(' > '))}`;
      if (paths.length === 0) yield dim('  nothing in the lock file leads to it');
    }
    return;
  }
  yield `${bold(String(summary.packages))} packages: ${summary.direct} direct, ${summary.transitive} transitive, ${summary.production} needed to run; ${summary.depth} steps deep ${dim(`(${Object.entries(summary.byEcosystem).map(([name, count]) => `${name} ${count}`).join(', ')})`)}`;
  yield dim(`from ${summary.files.slice(0, 5).map(visible).join(', ')}${summary.files.length > 5 ? ` and ${summary.files.length - 5} more` : ''}${summary.complete ? '' : '; some of them do not say who asked for what'}`);
  yield* list('Conflicts', found.conflicts.map(({ kind, from, name, requirement, got }) => `${kind === 'unsatisfied' ? red(kind) : yellow(kind)} ${from} asks for ${name} ${requirement ?? ''}${got === null ? ', which is not there' : `, and gets ${got}`}`));
  yield* list('Duplicates', found.duplicates.map(({ name, versions, common }) => `${name} ${versions.map(({ version }) => version).join(', ')}${common ? ` (all would take ${common})` : ''}`));
  yield* list('Circles', found.cycles.map((cycle) => [...cycle, cycle[0]].join(' > ')));
  yield* list('Unused', found.unused.filter(({ certainty }) => certainty === 'likely').map(({ name, manifest, reason }) => `${yellow(name)} ${dim(`${manifest}: ${reason}`)}`));
  yield* list('Perhaps unused', found.unused.filter(({ certainty }) => certainty === 'possible').map(({ name, manifest, reason }) => `${name} ${dim(`${manifest}: ${reason}`)}`));
  yield* list('Imported and not declared', found.missing.map(({ name, files }) => `${yellow(name)} ${dim(`in ${files} ${files === 1 ? 'file' : 'files'}`)}`));
  yield* list('Licences', found.licences.map(({ package: name, severity, reason }) => `${severity === 'conflict' ? red(severity) : severity} ${name}: ${reason}`));
  yield* list('Newer versions', found.outdated.map(({ name, version, latest, allowed }) => `${name} ${version} → ${cyan(latest)}${allowed ? '' : dim(' (the requirement does not allow it)')}`));
  yield* list('Deprecated', found.deprecated.map(({ package: name, message }) => `${name}: ${message}`));
  yield* list('Built into the platform by now', found.builtIns.map(({ name, instead }) => `${name}: ${cyan(instead.name)}${instead.since ? dim(` (${instead.since})`) : ''}`));
  yield* list('Could not be read', found.problems.map(({ path, message }) => `${path} ${message}`));
  if (found.degraded.length > 0) yield '';
  for (const one of found.degraded) yield dim(`not looked at: ${visible(one)}`);
}
