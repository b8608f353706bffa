import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { feedback, LearntWeights, type Mode } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine, words } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly mode?: Mode;
  readonly used?: string[];
  readonly unused?: string[];
  readonly rating?: number;
  readonly show?: boolean;
  readonly export?: boolean;
  readonly import?: string;
  readonly reset?: boolean;
}

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  const given = options.import === undefined ? null : await readWeights(path.resolve(io.cwd, options.import));
  const looks = options.show === true || options.export === true;
  const query = given === null && !looks && !options.reset ? words(args, 'question') : null;
  if (query !== null && options.used === undefined && options.unused === undefined && options.rating === undefined) throw badInput('Nothing is said about the answer.', 'Name what helped with --used, what did not with --unused, or give a --rating.');
  return withEngine(options, io, {}, async ({ rpc }) => {
    const { id: workspaceId } = await chooseWorkspace(rpc, options.workspace, io);
    if (query !== null) {
      const result = await rpc.call(feedback.giveFeedback, { workspaceId, query, mode: options.mode, used: options.used, unused: options.unused, rating: options.rating }, callContext(io));
      if (options.json) io.out(JSON.stringify(result));
      else {
        io.note(`${result.learnt ? 'learnt from' : 'not learnt:'} ${result.reason}`);
        print(result.weights, io);
      }
      return EXIT.ok;
    }
    if (looks) {
      const { enabled, weights } = await rpc.call(feedback.readWeights, { workspaceId }, callContext(io));
      if (options.export || options.json) io.out(JSON.stringify(options.export ? weights : { enabled, weights }, null, options.json ? 0 : 2));
      else {
        if (!enabled) io.note('Learning is switched off (context.learning.enabled): this is not used.');
        print(weights, io);
      }
      return EXIT.ok;
    }
    const { weights } = await rpc.call(feedback.replaceWeights, { workspaceId, weights: given }, callContext(io));
    if (options.json) io.out(JSON.stringify({ weights }));
    else print(weights, io);
    return EXIT.ok;
  });
}

function print({ observations, generators, kinds, modes }: LearntWeights, io: CommandIo): void {
  if (observations === 0) return io.out('Nothing learnt: the ranking is as shipped.');
  io.out(`${observations} answers told about`);
  const list = (weights: Readonly<Record<string, number>>) => Object.entries(weights).sort(([, a], [, b]) => b - a).map(([name, weight]) => `${name} ×${weight.toFixed(2)}`).join(', ');
  if (Object.keys(generators).length > 0) io.out(`generators  ${list(generators)}`);
  if (Object.keys(kinds).length > 0) io.out(`kinds       ${list(kinds)}`);
  for (const [name, { trials, useful }] of Object.entries(modes)) io.out(`mode        ${name}: useful ${Math.round((useful / trials) * 100)} % of ${trials.toFixed(1)}`);
}

async function readWeights(file: string): Promise<LearntWeights> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw badInput(`${file} cannot be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}.`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badInput(`${file} is no JSON.`, 'twinmcp feedback --export writes what --import reads.');
  }
  const parsed = LearntWeights.safeParse(json);
  if (!parsed.success) throw badInput(`${file} holds no exported weights.`, 'twinmcp feedback --export writes what --import reads.');
  return parsed.data;
}
