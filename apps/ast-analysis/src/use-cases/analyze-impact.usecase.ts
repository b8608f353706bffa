import type { GraphSymbol, SymbolTarget } from '@twinmcp/code-graph';
import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { changesSince, type Changes } from '../graph/changes-since.ts';
import type { GraphQuestion, GraphQuestions } from '../graph/graph-questions.ts';
import { AnswerRoom } from '../graph/page.ts';
import { quoteSymbols } from '../graph/to-wire.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceSources } from '../sources/workspace-sources.ts';

type Input = RpcParsedInput<typeof astAnalysis.analyzeImpact>;
type Output = RpcOutput<typeof astAnalysis.analyzeImpact>;

/** Symbols of one answer that changed; a rewrite of everything is answered by files. */
const MAX_CHANGED = 500;
const MAX_CHANGED_FILES = 1_000;

export class AnalyzeImpact {
  readonly #questions: GraphQuestions;
  readonly #sources: WorkspaceSources;
  readonly #open: OpenWorkspaces;

  constructor(questions: GraphQuestions, sources: WorkspaceSources, open: OpenWorkspaces) {
    this.#questions = questions;
    this.#sources = sources;
    this.#open = open;
  }

  async execute(input: Input, ctx: CallContext): Promise<Output> {
    if (input.symbols.length === 0 && input.paths.length === 0 && input.base === undefined) throw new DomainError('invalid-input', 'what changes? Give symbols, paths, or base (a commit to compare with)');
    const question = await this.#questions.open(input.workspaceId, ctx);
    const asked = await resolveAll(input, question);
    const changes = input.base === undefined ? null : await this.#changes(input.base, question, ctx);
    const targets = [...asked.targets, ...(changes?.targets ?? [])];
    const paths = [...asked.paths, ...(changes?.paths ?? [])];
    const { depth, minConfidence, limit } = input;
    const found = targets.length + paths.length > 0 ? await question.graph.impact({ targets, paths, depth, minConfidence, limit }) : { changed: [], affected: [], files: [], tests: [], truncated: false };
    const changed: readonly GraphSymbol[] = found.changed.slice(0, MAX_CHANGED);
    const quotedChanged = quoteSymbols(changed, question.quotes);
    const quotedAffected = quoteSymbols(found.affected.map(({ symbol }) => symbol), question.quotes);
    const end = await question.finish();
    const room = new AnswerRoom();
    const answer = {
      changedFiles: room.take(changes?.files.slice(0, MAX_CHANGED_FILES) ?? []),
      tests: room.take(found.tests.slice(0, limit).map((test) => ({ ...test, symbols: [...test.symbols] }))),
      files: room.take(found.files.slice(0, limit)),
      changed: room.take(quotedChanged()),
      affected: room.take(quotedAffected().map((symbol, i) => ({ ...found.affected[i]!, symbol }))),
    };
    const cut = answer.changed.length < found.changed.length || answer.affected.length < found.affected.length || answer.files.length < found.files.length || answer.tests.length < found.tests.length || answer.changedFiles.length < (changes?.files.length ?? 0);
    return { ...answer, unknown: asked.unknown, truncated: found.truncated || cut, suggestions: asked.suggestions, ...end };
  }

  async #changes(base: string, { record, graph, store }: GraphQuestion, ctx: CallContext): Promise<Changes> {
    const source = await this.#open.reader(record);
    const baseline = await this.#sources.baseline(record.workspace, source, base);
    try {
      return await changesSince({ baseline, source, graph, manifest: await store.manifest() }, ctx);
    } finally {
      baseline.close();
    }
  }
}

async function resolveAll(input: Input, { resolve, store }: GraphQuestion): Promise<{ targets: SymbolTarget[]; paths: string[]; unknown: string[]; suggestions: string[] }> {
  const targets: SymbolTarget[] = [];
  const unknown: string[] = [];
  const suggestions: string[] = [];
  for (const reference of new Set(input.symbols)) {
    const { target, suggestions: near } = await resolve(reference, 1);
    if (target) targets.push(target);
    else {
      unknown.push(reference);
      suggestions.push(...near);
    }
  }
  const paths: string[] = [];
  for (const path of new Set(input.paths.map((given) => given.replace(/^(\.\/)+/, '')))) ((await store.file(path)) ? paths : unknown).push(path);
  return { targets, paths, unknown, suggestions: [...new Set(suggestions)] };
}
