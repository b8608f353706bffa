// Symbols against labels that nobody of this project wrote: node --conditions=twinmcp-source symbols.bench.ts [--misses <language>]
// Needs $TWINMCP_EVAL_DIR. Prints precision, recall and F1; match by (name, line), members by (container, name).
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { CodeSymbol } from '@twinmcp/syntax';
import { analyzeSource } from './analyze-source.ts';
import { GrammarRuntime } from './grammar-runtime.ts';

const root = process.env.TWINMCP_EVAL_DIR;
if (!root) {
  console.log('skipped: TWINMCP_EVAL_DIR is not set');
  process.exit(0);
}
const misses = process.argv.includes('--misses') ? process.argv[process.argv.indexOf('--misses') + 1] : null;
const runtime = await GrammarRuntime.start();
const limits = { timeoutMs: 10_000, maxFileBytes: 20_000_000 };
const symbolsOf = async (file: string, source: string): Promise<readonly CodeSymbol[]> => (await analyzeSource(file, Buffer.from(source), limits, runtime)).symbols;
const jsonl = <T>(file: string): T[] => readFileSync(path.join(root, file), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);

interface TagCase {
  id: string;
  plain: boolean;
  sources: Record<string, string>;
  tags: { name: string; file: string; line: number | number[]; role: string | null }[];
}

interface DeclarationCase {
  id: string;
  ext: string;
  source: string;
  gold: { name: string; kind: string; line: number }[];
  members: { container: string; name: string }[];
}


class Score {
  hits = 0;
  predicted = 0;
  gold = 0;

  add(found: readonly string[], gold: readonly string[][], label: string, id: string): void {
    const left = [...new Set(found)];
    this.predicted += left.length;
    this.gold += gold.length;
    const missed: string[] = [];
    for (const alternatives of gold) {
      const index = left.findIndex((key) => alternatives.includes(key));
      if (index < 0) missed.push(alternatives[0]!);
      else {
        left.splice(index, 1);
        this.hits++;
      }
    }
    if (misses === label && missed.length + left.length > 0) console.log(`  ${id}\n    missed ${missed.join(' ')}\n    extra  ${left.join(' ')}`);
  }

  toString(): string {
    const p = this.hits / this.predicted;
    const r = this.hits / this.gold;
    return `P ${p.toFixed(3)}  R ${r.toFixed(3)}  F1 ${((2 * p * r) / (p + r)).toFixed(3)}  (${this.gold} labels, ${this.predicted} found)`;
  }
}

const tagged = readdirSync(path.join(root, 'symbols-ctags')).filter((file) => file.endsWith('.jsonl')).map((file) => file.slice(0, -6));
for (const language of tagged) {
  const score = new Score();
  for (const item of jsonl<TagCase>(`symbols-ctags/${language}.jsonl`).filter((entry) => entry.plain)) {
    for (const [file, source] of Object.entries(item.sources)) {
      const tags = item.tags.filter((tag) => tag.file === file && tag.role === null);
      const gold = tags.map((tag) => (Array.isArray(tag.line) ? tag.line : [tag.line]).map((line) => `${language === 'php' ? tag.name.replaceAll('\\\\', '\\') : tag.name}:${line}`));
      const found = (await symbolsOf(file, source)).map((symbol) => `${symbol.name}:${symbol.nameRange.startLine}`);
      score.add(found, gold, language, `${item.id} ${file}`);
    }
  }
  console.log(`ctags ${language.padEnd(12)} ${score}`);
}

const DECLARATIONS = new Set(['class', 'interface', 'type', 'enum', 'function', 'namespace']);
const MEMBERS = new Set(['property', 'method', 'enum-member', 'accessor']);
/** The labels call a variable that holds a function a variable, and name a dotted namespace by its first part. */
const isVariable = ({ kind, signature }: CodeSymbol): boolean => (kind === 'function' || kind === 'class') && /^(?:(?:export|declare|default)\s+)*(?:const|let|var)\b|^[\w$]+\s*(?::[^=]*)?=/.test(signature);
const isInnerNamespace = (symbol: CodeSymbol): boolean => symbol.kind === 'namespace' && symbol.container !== null && /^(?:export\s+|declare\s+)*(?:namespace|module)\s+[\w$]+\s*\.[\w$.\s]*$/.test(symbol.signature);
/** They leave out names that are no identifiers: computed ones, numbers, strings with spaces. */
const isPlainName = (name: string): boolean => /^#?[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);
const members = new Score();
const declarations = new Score();
for (const item of jsonl<DeclarationCase>('symbols-typescript/declarations.jsonl')) {
  const symbols = await symbolsOf(`input.${item.ext}`, item.source);
  const owner = (symbol: CodeSymbol): string => symbol.container?.split('.').pop() ?? '';
  const owners = new Set(symbols.filter((symbol) => ['class', 'interface', 'enum'].includes(symbol.kind)).map((symbol) => symbol.qualifiedName));
  members.add(
    symbols.filter((symbol) => MEMBERS.has(symbol.kind) && owners.has(symbol.container ?? '') && isPlainName(symbol.name)).map((symbol) => `${owner(symbol)}.${symbol.name}`),
    [...new Set<string>(item.members.map((member) => `${member.container}.${member.name}`))].map((key) => [key]), 'members', item.id);
  declarations.add(
    symbols.filter((symbol) => DECLARATIONS.has(symbol.kind) && !isVariable(symbol) && !isInnerNamespace(symbol)).map((symbol) => `${symbol.name}:${symbol.kind}:${symbol.nameRange.startLine}`),
    [...new Set<string>(item.gold.map((entry) => `${entry.name}:${entry.kind}:${entry.line}`))].map((key) => [key]), 'declarations', item.id);
}
console.log(`TypeScript members      ${members}`);
console.log(`TypeScript declarations ${declarations}`);
