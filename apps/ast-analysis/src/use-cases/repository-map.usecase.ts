import { packMap } from '@twinmcp/code-graph';
import { understandQuery, wordNames, type TokenCounters } from '@twinmcp/context';
import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { SyntaxStore } from '@twinmcp/workspaces';
import type { GraphQuestions } from '../graph/graph-questions.ts';

type Input = RpcParsedInput<typeof astAnalysis.repositoryMap>;

/** A line of a map takes at least so many tokens: no more signatures are read than may fit. */
const TOKENS_A_LINE = 8;
const MAX_SYMBOLS = 5_000;
/** Symbols whose name the words of a query are found in. */
const MAX_NAMED = 24;
/** Of a word look-up: less is a near miss. */
const SURE = 0.5;

export class RepositoryMap {
  readonly #questions: GraphQuestions;
  readonly #tokenizers: TokenCounters;

  constructor(questions: GraphQuestions, tokenizers: TokenCounters) {
    this.#questions = questions;
    this.#tokenizers = tokenizers;
  }

  async execute(input: Input, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.repositoryMap>> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const counter = await this.#tokenizers.get(input.tokenizer);
    const limit = Math.min(MAX_SYMBOLS, Math.ceil(input.budget / TOKENS_A_LINE));
    const ranked = await question.graph.rank({ seeds: await seedsOf(input, question.store), pathPrefix: input.pathPrefix, withTests: input.withTests, limit });
    const signatures = ranked.map(({ symbol }) => question.quotes.signature(symbol));
    const end = await question.finish();
    const map = packMap(ranked.map((one, i) => ({ ...one, signature: signatures[i]!() })), input.budget, (text) => counter.count(text));
    const files = map.files.map(({ path, symbols }) => ({ path, symbols: symbols.map(({ symbol, rank }) => ({ qualifiedName: symbol.qualifiedName, kind: symbol.kind, line: symbol.nameLine, rank })) }));
    const shown = files.reduce((sum, { symbols }) => sum + symbols.length, 0);
    return { text: map.text, tokens: map.tokens, budget: input.budget, tokenizer: input.tokenizer, files, omitted: ranked.length - shown, ...end };
  }
}

/** Names and paths as given and as the query mentions them, and the symbols that its plain words name. */
async function seedsOf(input: Input, store: SyntaxStore): Promise<{ names: string[]; paths: string[] }> {
  const mentioned = understandQuery(input.query);
  const words = [...mentioned.names.map(({ leaf }) => leaf), ...wordNames(mentioned.words)].slice(0, 32);
  const found = words.length > 0 ? await store.findSymbols({ names: words, match: 'broad', limit: MAX_NAMED }) : [];
  const names = [...input.symbols, ...mentioned.names.map(({ name }) => name), ...found.filter(({ score }) => score >= SURE).map(({ qualifiedName }) => qualifiedName)];
  const paths = [...input.paths, ...mentioned.paths.map(({ path }) => path), ...mentioned.frames.map(({ path }) => path)];
  return { names: [...new Set(names)], paths: [...new Set(paths.map((path) => path.replace(/^(\.\/)+/, '')))] };
}
