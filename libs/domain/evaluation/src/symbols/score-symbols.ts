import { LabelScore, type LabelMiss, type LabelScores } from './label-score.ts';
import type { DeclarationCase, SymbolSet, TagCase } from './symbol-set.ts';
import { declarationKeys, literalDeclarationKeys, literalMemberKeys, memberKeys, type FoundSymbol } from './typescript-labels.ts';

export interface SymbolScores extends LabelScores {
  /** A language, `members` or `declarations`. */
  readonly label: string;
  /** Without translating what was found to the wording of the labels; null where the wording is the same. */
  readonly literal: LabelScores | null;
  readonly misses: readonly LabelMiss[];
}

export type Extract = (file: string, text: string) => Promise<readonly FoundSymbol[]>;

/** Scores an extractor on a set: definitions by name and line, members by container and name, declarations by name, kind and line. */
export async function scoreSymbols(set: SymbolSet, extract: Extract, progress: (done: number, total: number) => void = () => {}): Promise<SymbolScores[]> {
  const total = set.tags.length + set.declarations.length;
  let done = 0;
  const languages = new Map<string, LabelScore>();
  for (const item of set.tags) {
    if (!languages.has(item.language)) languages.set(item.language, new LabelScore());
    await addTags(languages.get(item.language)!, item, extract);
    progress(++done, total);
  }
  const members = new Compared();
  const declarations = new Compared();
  for (const item of set.declarations) {
    await addDeclarations(members, declarations, item, extract);
    progress(++done, total);
  }
  return [
    ...[...languages].map(([label, score]) => ({ label, ...score.scores(), literal: null, misses: score.misses })),
    ...(set.declarations.length > 0 ? [members.scores('members'), declarations.scores('declarations')] : []),
  ];
}

/** The same labels against what was found, translated and as it is. */
class Compared {
  readonly translated = new LabelScore();
  readonly literal = new LabelScore();

  scores(label: string): SymbolScores {
    return { label, ...this.translated.scores(), literal: this.literal.scores(), misses: this.translated.misses };
  }
}

async function addTags(score: LabelScore, { id, sources }: TagCase, extract: Extract): Promise<void> {
  for (const { file, text, tags } of sources) {
    const found = await extract(file, text);
    score.add(`${id} ${file}`, found.map((symbol) => `${symbol.name}:${symbol.nameRange.startLine}`), tags.map((tag) => tag.lines.map((line) => `${tag.name}:${line}`)));
  }
}

async function addDeclarations(members: Compared, declarations: Compared, item: DeclarationCase, extract: Extract): Promise<void> {
  const found = await extract(item.file, item.text);
  const once = (keys: readonly string[]) => [...new Set(keys)].map((key) => [key]);
  const memberLabels = once(item.members.map((member) => `${member.container}.${member.name}`));
  const declared = once(item.declarations.map((entry) => `${entry.name}:${entry.kind}:${entry.line}`));
  members.translated.add(item.id, memberKeys(found), memberLabels);
  members.literal.add(item.id, literalMemberKeys(found), memberLabels);
  declarations.translated.add(item.id, declarationKeys(found), declared);
  declarations.literal.add(item.id, literalDeclarationKeys(found), declared);
}
