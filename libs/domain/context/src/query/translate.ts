import { PROGRAMMING_WORDS } from './programming-words.table.ts';

const FOREIGN = /[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const CYRILLIC = /[\u0400-\u04ff]+/g;
const MAX_WORDS = 24;
const READ = 2_000;

interface Table {
  /** Longer words first, since they hold shorter ones (`解析器`, `解析`). */
  readonly within: readonly (readonly [written: string, english: readonly string[]])[];
  /** Beginnings of words that are inflected. */
  readonly stems: ReadonlyMap<string, readonly string[]>;
  readonly longest: number;
}
let table: Table | null = null;

function load(): Table {
  const meanings = new Map<string, string[]>();
  for (const [english, written] of Object.entries(PROGRAMMING_WORDS)) for (const word of written.split(' ')) meanings.set(word, [...(meanings.get(word) ?? []), english]);
  const isStem = (written: string) => written.charCodeAt(0) < 0x500;
  const stems = new Map([...meanings].filter(([written]) => isStem(written)));
  return { within: [...meanings].filter(([written]) => !isStem(written)).sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1)), stems, longest: Math.max(...[...stems.keys()].map(({ length }) => length)) };
}

/**
 * Code is written in English words whatever its readers speak: those that a question in another script has for them, in the
 * order of the question, each once. Empty for text in Latin script.
 */
export function programmingWords(text: string): string[] {
  if (!FOREIGN.test(text)) return [];
  const { within, stems, longest } = (table ??= load());
  let rest = text.slice(0, READ);
  const found: { at: number; english: readonly string[] }[] = [];
  for (const { 0: word, index } of rest.matchAll(CYRILLIC)) {
    const lower = word.toLowerCase();
    for (let length = Math.min(longest, lower.length); length > 1; length--) {
      const english = stems.get(lower.slice(0, length));
      if (english === undefined) continue;
      found.push({ at: index, english });
      break;
    }
  }
  for (const [written, english] of within) {
    const at = rest.indexOf(written);
    if (at < 0) continue;
    found.push({ at, english });
    // What was read is not read again as a part of something else; places stay where they are.
    rest = rest.replaceAll(written, ' '.repeat(written.length));
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).flatMap(({ english }) => english))].slice(0, MAX_WORDS);
}
