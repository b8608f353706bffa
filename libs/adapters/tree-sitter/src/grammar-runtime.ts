import { createRequire } from 'node:module';
import path from 'node:path';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { TreeReader } from './flat/tree-reader.ts';
import type { TreeView } from './flat/tree-view.ts';
import type { LanguageSpec } from './language-spec.ts';

const require = createRequire(import.meta.url);

/** Node's types leave the global out. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: new (limits: { initial: number; maximum: number }) => WasmMemory } }).WebAssembly;

const PAGE = 65_536;
const INITIAL_PAGES = 512; // what web-tree-sitter's build asks for
const MAX_PAGES = 32_768; // its build cannot address more than 2 GiB

/** The parser library is started once in a thread: whoever starts a runtime after that shares its memory, and the bound of the first. */
let used: WasmMemory | undefined;

/** The parser and the grammars loaded so far. One per thread: wasm memory is not shared, and never shrinks. */
export class GrammarRuntime {
  private readonly parser: Parser;
  private readonly memory: WasmMemory;
  private readonly trees: TreeReader;
  private readonly languages = new Map<string, Promise<Language>>();

  private constructor(parser: Parser, memory: WasmMemory) {
    this.parser = parser;
    this.memory = memory;
    this.trees = new TreeReader(memory);
  }

  /** Trees that need more than `maxMemoryMb` abort the parser; the runtime must then be thrown away. */
  static async start(maxMemoryMb = 1_024): Promise<GrammarRuntime> {
    const maximum = Math.min(MAX_PAGES, Math.max(INITIAL_PAGES, Math.ceil((maxMemoryMb * 1_048_576) / PAGE)));
    const memory = (used ??= new Memory({ initial: INITIAL_PAGES, maximum }));
    await Parser.init({ wasmMemory: memory, print: () => {}, printErr: () => {} });
    return new GrammarRuntime(new Parser(), memory);
  }

  get memoryBytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** Grammars loaded so far: each costs its thread the time to compile it and some memory. */
  get loaded(): string[] {
    return [...this.languages.keys()];
  }

  /** The names of the nodes that a grammar makes; a rule for another name is never used. */
  async nodeTypes(spec: LanguageSpec): Promise<readonly string[]> {
    await this.prepare(spec);
    return (await this.languages.get(spec.grammar)!).types;
  }

  /** The names of the fields that children may bear. */
  async fieldNames(spec: LanguageSpec): Promise<readonly string[]> {
    await this.prepare(spec);
    return (await this.languages.get(spec.grammar)!).fields.filter((field) => field !== null);
  }

  async prepare(spec: LanguageSpec): Promise<void> {
    let language = this.languages.get(spec.grammar);
    if (!language) {
      language = Language.load(grammarPath(spec.grammar));
      this.languages.set(spec.grammar, language);
    }
    this.parser.setLanguage(await language);
  }

  /** All nodes of a tree at once; valid until the next call. `text` is the source that the tree's positions mean. */
  flatten(tree: Tree, text: string): TreeView {
    return this.trees.view(tree, text);
  }

  /** null when the time is up. The caller deletes the tree. `before`: a tree of another version of the text, told of the edit between them. */
  parse(text: string, deadline: number, before: Tree | null = null): Tree | null {
    const tree = this.parser.parse(text, before, { progressCallback: () => performance.now() > deadline });
    if (!tree) this.parser.reset(); // else the next parse would go on with this text
    return tree;
  }
}

/** Packages without an `exports` field or with one: the wasm lies beside package.json. */
function grammarPath(grammar: string): string {
  const parts = grammar.split('/');
  const name = parts.splice(0, grammar.startsWith('@') ? 2 : 1).join('/');
  return path.join(path.dirname(require.resolve(`${name}/package.json`)), ...parts);
}
